import test from 'ava'
import { filterWords, markedMatches } from '../../../source/tui/text/marked-matches.ts'

const marked = (text: string, filter: string): string =>
  markedMatches({ text }, filterWords(filter))
    .map((piece) => (piece.tone === 'match' ? `[${piece.text}]` : piece.text))
    .join('')

test('each word of a filter is marked wherever it stands, whatever its case', (t) => {
  t.is(marked('Ada Lovelace, ada@example.com', 'ADA'), '[Ada] Lovelace, [ada]@example.com')
  t.is(marked('carol.king@example.com', 'king carol'), '[carol].[king]@example.com')
  t.is(marked('ananas', 'ana nas'), '[ananas]')
})

test('without a filter, and where lower case has another length, nothing is marked', (t) => {
  t.is(marked('Ada', ''), 'Ada')
  t.is(marked('İstanbul', 'stan'), 'İstanbul')
})
