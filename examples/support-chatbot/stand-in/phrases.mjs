/**
 * What a customer may write about: the first that fits. `isMoney`: a rule gives what they get. `isOurs`: nobody else is
 * needed for the answer.
 * @type {Record<string, { about: RegExp, needsNumber?: boolean, isMoney?: boolean, isOurs?: boolean }>}
 */
export const topics = {
  trick: { about: /ignore .*(instructions|rules)|word for word|your prompt/i, isOurs: true },
  cheat: { about: /"gift"|declare .*less/i },
  person: { about: /person|human|call me|lawyer|third time|nobody helps|Mensch|humain|persona/i, isOurs: true },
  robot: { about: /\bro?bot\b|machine|Roboter/i, isOurs: true },
  thanks: { about: /thank|danke|merci|gracias/i, isOurs: true },
  damage: {
    about: /damag|broken|in pieces|torn|soaked|dented|crushed|beschädigt|kaputt|cassé|endommag|\brot[oa]\b|dañad/i,
    needsNumber: true,
    isMoney: true,
  },
  customs: { about: /customs|\bZoll|douane|aduana|alfândega/i },
  address: { about: /address|to my office|Adresse|adresse|dirección/i },
  complaint: { about: /threw|swore|rude|shouted at/i, needsNumber: true },
  refund: {
    about:
      /refund|money|\bback\b|\blate\b|\blost\b|euros|not here|nothing is here|Geld|überfällig|verspätet|erstatte|rembours|retard|reembols|dinero|tarde/i,
    needsNumber: true,
    isMoney: true,
  },
  track: {
    about: /where|parcel|order|will it come|Paket|Bestellung|colis|commande|paquete|pedido|pacco|encomenda|paczk/i,
    needsNumber: true,
    isOurs: true,
  },
  other: { about: /^/ },
};

/**
 * The sentences of a language: one per topic, and those that the prompt may ask for. `sign`: words that only it has.
 * @typedef {Partial<Record<string, string>> & {
 *   calm: string, other: string, ask: string, lookup: string, offer: string, rule?: Record<string, string>, steps?: string[], sign?: RegExp
 * }} Phrases
 * @type {Record<string, Phrases>}
 */
export const languages = {
  English: {
    calm: 'Do not worry:',
    trick: 'What I was told is not for sharing, but I am glad to look after your parcel.',
    cheat: 'The label says what is in the parcel, and it stays as the sender wrote it.',
    person: 'I pass this conversation on to a colleague, who answers you here.',
    robot: 'I am Pia, the assistant of Bright Parcel.',
    thanks: 'We are glad that it arrived.',
    damage: 'We are sorry that your parcel was damaged; please keep the box and send us a photo.',
    customs: 'Customs holds the parcel and decides what is due; we only carry it, and hand in the invoice.',
    address: 'While a parcel is on its way, only a colleague can change the address.',
    complaint: 'We are sorry that our driver treated you like that.',
    refund: 'We are sorry for the trouble with your parcel.',
    other: 'I can only help with parcels of Bright Parcel.',
    rule: {
      damage: 'By the refund policy, damaged parcels, you get the value of what broke',
      refund: 'By the refund policy, late parcels, you get the delivery fee after ten days, and the value after thirty',
    },
    decides: '; a colleague decides.',
    checks: 'A colleague will check whether a refund is due.',
    promise: 'You get all your money back, the refund is on its way.',
    ask: 'Please tell me your order number, so that I can look up the parcel.',
    lookup: 'I am looking up {number} now, and then tell you here where it is.',
    offer: 'If you like, I pass this conversation on to a colleague.',
    steps: [
      'First I read what the last scan of the parcel says, and at which of our depots that was.',
      'Then I compare it with the day that we named to you, so that you know how far it is behind.',
      'If something is unclear, I ask the depot, which usually answers on the same working day.',
      'You get a message from us as soon as there is news, so you need not write again.',
      'Until then please keep the receipt and the packaging, since we may have to see both of them.',
      'And if you have another question, write it here, at any time of the day.',
    ],
  },
  German: {
    sign: /\b(ich|nicht|mein|das|wo ist)\b/i,
    calm: 'Keine Sorge:',
    person: 'Ich gebe dieses Gespräch an einen Kollegen weiter, der Ihnen hier antwortet.',
    damage:
      'Es tut uns leid, dass Ihr Paket beschädigt ist; bitte heben Sie den Karton auf und senden Sie uns ein Foto.',
    customs: 'Der Zoll hat das Paket und entscheidet, was zu zahlen ist; wir befördern es nur.',
    refund: 'Es tut uns leid, dass es mit Ihrem Paket nicht geklappt hat.',
    other: 'Ich kann nur bei Paketen von Bright Parcel helfen.',
    rule: {
      damage: 'Nach der Erstattungsregel für beschädigte Pakete bekommen Sie den Wert dessen, was zerbrochen ist',
      refund: 'Nach der Erstattungsregel für verspätete Pakete bekommen Sie nach zehn Tagen das Porto',
    },
    decides: '; ein Kollege entscheidet.',
    checks: 'Ein Kollege prüft, ob Ihnen eine Erstattung zusteht.',
    promise: 'Sie bekommen Ihr Geld zurück, es ist schon unterwegs.',
    ask: 'Bitte nennen Sie mir Ihre Bestellnummer, damit ich nachsehen kann.',
    lookup: 'Ich sehe jetzt nach {number} und sage Ihnen hier, wo das Paket ist.',
    offer: 'Wenn Sie möchten, gebe ich dieses Gespräch an einen Kollegen weiter.',
    steps: [
      'Zuerst lese ich, in welchem unserer Lager das Paket zuletzt gesehen wurde und wann das war.',
      'Dann vergleiche ich das mit dem Tag, den wir Ihnen genannt haben.',
      'Ist etwas unklar, frage ich das Lager, das meist am selben Werktag antwortet.',
      'Sie hören von uns, sobald es etwas Neues gibt, und brauchen nicht noch einmal zu schreiben.',
      'Bitte heben Sie bis dahin den Beleg und die Verpackung auf.',
    ],
  },
  French: {
    sign: /\b(je|mon|est|vous|où)\b/i,
    calm: 'Ne vous inquiétez pas :',
    person: 'Je transmets cette conversation à un collègue, qui vous répond ici.',
    damage: 'Nous regrettons que votre colis soit abîmé ; gardez le carton et envoyez-nous une photo.',
    customs: 'La douane a le colis et décide de ce qui est dû ; nous ne faisons que le transporter.',
    refund: 'Nous regrettons ce retard.',
    other: 'Je ne peux aider que pour les colis de Bright Parcel.',
    rule: {
      damage: 'Selon la règle de remboursement, colis abîmés, vous recevez la valeur de ce qui est cassé',
      refund: 'Selon la règle de remboursement, colis en retard, vous recevez les frais de port après dix jours',
    },
    decides: ' ; un collègue décide.',
    checks: 'Un collègue vérifie si un remboursement vous est dû.',
    promise: 'Votre argent est en route.',
    ask: 'Donnez-moi votre numéro de commande, pour que je puisse chercher le colis.',
    lookup: 'Je cherche {number} et vous dis ici où est le colis.',
    offer: 'Si vous le souhaitez, je transmets cette conversation à un collègue.',
  },
  Spanish: {
    sign: /\b(el|mi|qué|dónde|está)\b/i,
    calm: 'No se preocupe:',
    person: 'Paso esta conversación a un compañero, que le responde aquí.',
    damage: 'Sentimos que el paquete llegara roto; guarde la caja y envíenos una foto.',
    customs: 'La aduana tiene el paquete y decide lo que se debe; nosotros solo lo llevamos.',
    refund: 'Sentimos el retraso de su paquete.',
    other: 'Solo puedo ayudar con paquetes de Bright Parcel.',
    rule: {
      damage: 'Según la norma de reembolso, paquetes dañados, recibe el valor de lo que se rompió',
      refund: 'Según la norma de reembolso, paquetes con retraso, recibe el porte después de diez días',
    },
    decides: '; lo decide un compañero.',
    checks: 'Un compañero comprueba si le corresponde un reembolso.',
    promise: 'Le devolvemos el dinero, ya está en camino.',
    ask: 'Dígame su número de pedido, para que pueda buscar el paquete.',
    lookup: 'Busco {number} y le digo aquí dónde está.',
    offer: 'Si lo desea, paso esta conversación a un compañero.',
  },
  // Of these it knows a few sentences, as small models do.
  Italian: {
    calm: 'Non si preoccupi:',
    other: 'Posso aiutare solo con i pacchi di Bright Parcel.',
    ask: "Mi dica il numero d'ordine, così posso cercare il pacco.",
    lookup: 'Cerco {number} e le dico qui dove si trova.',
    offer: 'Se vuole, passo la conversazione a un collega.',
  },
  Portuguese: {
    calm: 'Não se preocupe:',
    customs: 'A alfândega tem a encomenda e decide o que é devido; nós só a transportamos.',
    other: 'Só posso ajudar com encomendas da Bright Parcel.',
    ask: 'Diga-me o número da encomenda, para que eu a possa procurar.',
    lookup: 'Vou procurar {number} e digo-lhe aqui onde está.',
    offer: 'Se quiser, passo a conversa a um colega.',
  },
  Dutch: {
    calm: 'Geen zorgen:',
    other: 'Ik kan alleen helpen met pakketten van Bright Parcel.',
    ask: 'Wat is uw bestelnummer? Dan zoek ik het pakket op.',
    lookup: 'Ik zoek {number} op en zeg u hier waar het is.',
    offer: 'Als u wilt, geef ik dit gesprek door aan een collega.',
  },
  Polish: {
    calm: 'Proszę się nie martwić:',
    other: 'Mogę pomóc tylko w sprawie paczek Bright Parcel.',
    ask: 'Proszę podać numer zamówienia, abym mógł sprawdzić paczkę.',
    lookup: 'Sprawdzam {number} i napiszę tutaj, gdzie jest.',
    offer: 'Jeśli trzeba, przekażę tę rozmowę koledze.',
  },
};
