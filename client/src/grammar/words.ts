// Phones and chats turn straight quotes into these, and two dashes into one long dash.
const closing: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '“': '”',
  '„': '“”',
  '«': '»',
  '‘': '’',
};

/** A word, and whether it was quoted: `"in"` is a name or a reason, never the preposition. */
export interface Word {
  readonly text: string;
  readonly quoted: boolean;
}

/** Splits a line at spaces, keeping what is quoted together. Undefined when a quote is never closed. */
export function splitWords(line: string): readonly Word[] | undefined {
  const words: Word[] = [];
  let text = '';
  let quoted = false;
  let inside: string | undefined;
  const end = (): void => {
    if (text !== '' || quoted) words.push({ text: quoted ? text : withDashes(text), quoted });
    text = '';
    quoted = false;
  };
  const letters = Array.from(line);
  for (let index = 0; index < letters.length; index += 1) {
    const letter = letters[index] ?? '';
    if (inside !== undefined) {
      if (letter === '\\' && inside === '"') text += letters[(index += 1)] ?? '';
      else if (inside.includes(letter)) inside = undefined;
      else text += letter;
    } else if (/\s/u.test(letter)) {
      end();
    } else if (text === '' && !quoted && closing[letter] !== undefined) {
      inside = closing[letter];
      quoted = true;
    } else {
      text += letter;
    }
  }
  if (inside !== undefined) return undefined;
  end();
  return words;
}

function withDashes(text: string): string {
  return text.replace(/^[—–]+(?=\p{L})/u, '--');
}
