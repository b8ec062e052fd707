/** A prompt with two variables and a sample for each of two customers. */
export const exampleText = `name: Support reply
model: openai/gpt-4o-mini
messages:
  - role: system
    content: Answer in {{language}}.
  - role: user
    content: '{{question}}'
testData:
  - language: English
    question: Where is my parcel?
  - language: German
    question: Wo ist mein Paket?
`;
