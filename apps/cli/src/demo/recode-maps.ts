import type { Recoding } from './population.js';
import { NO_ANSWER } from './texts/scales.js';
import type { Text } from './texts/text.js';

/** A local code, and the common codes that it stands for. */
interface LocalCode {
  code: string;
  label: Text;
  common: string[];
}

/** Local codes for the question on concern: four levels keep it comparable, two do not. */
const LOCAL_CODES: Record<Recoding, LocalCode[]> = {
  total: [
    {
      code: 'level-4',
      common: ['very'],
      label: { en: 'It robs me of sleep', fr: 'J’en perds le sommeil', es: 'Me quita el sueño' },
    },
    {
      code: 'level-3',
      common: ['somewhat'],
      label: { en: 'I think of it often', fr: 'J’y pense souvent', es: 'Lo pienso a menudo' },
    },
    {
      code: 'level-2',
      common: ['little'],
      label: { en: 'I think of it rarely', fr: 'J’y pense rarement', es: 'Lo pienso rara vez' },
    },
    {
      code: 'level-1',
      common: ['not'],
      label: { en: 'I never think of it', fr: 'Je n’y pense jamais', es: 'No lo pienso nunca' },
    },
  ],
  collapsing: [
    { code: 'worried', common: ['very', 'somewhat'], label: { en: 'Worried', fr: 'Inquiet/ète', es: 'Inquieto/a' } },
    { code: 'calm', common: ['little', 'not'], label: { en: 'Calm', fr: 'Tranquille', es: 'Tranquilo/a' } },
  ],
};

/** The local codes of a recoding with their labels, and the two that say nothing, which stay as they are. */
export function localCodes(recoding: Recoding) {
  return [
    ...LOCAL_CODES[recoding].map(({ code, label, common }) => ({ code, kind: 'answer' as const, label, common })),
    ...NO_ANSWER.map(({ code, kind, label }) => ({ code, kind, label, common: [code] })),
  ];
}

/** The local code by which somebody gives an answer that means this common code. */
export function localCodeFor(recoding: Recoding, common: string): string {
  return localCodes(recoding).find((local) => local.common.includes(common))!.code;
}
