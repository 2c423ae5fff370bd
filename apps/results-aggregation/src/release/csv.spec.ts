import { csv } from './csv.js';

describe('CSV', () => {
  it('has a header, ends each line as RFC 4180 says, and leaves null empty', () => {
    expect(
      csv(
        ['a', 'b'],
        [
          [1, null],
          [true, 'x'],
        ],
      ),
    ).toBe('a,b\r\n1,\r\ntrue,x\r\n');
  });

  it('quotes what would break a line or a field, and nothing else', () => {
    expect(csv(['a'], [['a,b'], ['say "no"'], ['two\nlines'], ['plain text']])).toBe(
      'a\r\n"a,b"\r\n"say ""no"""\r\n"two\nlines"\r\nplain text\r\n',
    );
  });
});
