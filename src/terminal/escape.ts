// Everything a terminal would obey instead of showing: control characters, and those that turn the direction of text.
// eslint-disable-next-line no-control-regex -- they are what is looked for
const hidden = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** Text that a terminal shows as it is: what it would obey is written as `\x1b`; line breaks and tabs stay. */
export function visible(text: string): string {
  return text.replace(hidden, code);
}

/** The same for text that must stay in one line. */
export function inOneLine(text: string): string {
  return visible(text).replace(/[\n\t]/g, code);
}

function code(character: string): string {
  const number = character.charCodeAt(0);
  return number < 0x100 ? `\\x${number.toString(16).padStart(2, '0')}` : `\\u${number.toString(16)}`;
}
