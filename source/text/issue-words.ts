const kinds: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'an object',
  record: 'an object',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  null: 'null',
  undefined: 'missing',
}

/** What is wrong with the value of that name, from what zod says of it: `users should be a list, and is text`. */
export function issueWords(name: string, message: string): string {
  const [, expected = '', received = ''] = /^Invalid input: expected (\w+), received (\w+)$/.exec(message) ?? []
  if (received === 'undefined') return `${name} is missing`
  if (expected !== '') return `${name} should be ${kinds[expected] ?? expected}, and is ${kinds[received] ?? received}`
  const [, value] = /^Invalid input: expected (\S+)$/.exec(message) ?? []
  if (value !== undefined) return `${name} should be ${value}`
  const [, choices] = /^Invalid option: expected one of (\S+)$/.exec(message) ?? []
  if (choices !== undefined) return `${name} should be one of ${choices.replaceAll('|', ', ')}`
  const [, sign, bound, unit = ''] = /^Too (?:small|big): expected .*?([<>]=?)(\d+)(?: (\w+))?$/.exec(message) ?? []
  if (sign !== undefined) {
    const most = { '>=': 'at least', '>': 'more than', '<=': 'at most', '<': 'less than' }[sign] ?? sign
    return unit === '' ? `${name} should be ${most} ${bound}` : `${name} should have ${most} ${bound} ${unit}`
  }
  return `${name}: ${message}`
}

/** The same as a sentence. A message of our own, which ends as one, needs no name where the title has it. */
export function issueSentence(name: string, message: string): string {
  return message.endsWith('.') ? message : `${issueWords(name, message)}.`
}
