import type { Text } from './text.js';

/** A session of the demo's method. */
export interface DemoModule {
  id: string;
  kind: 'opening' | 'information' | 'deliberation' | 'voting' | 'evaluation' | 'closing';
  optional: boolean;
  title: Text;
}

const module = (
  id: string,
  kind: DemoModule['kind'],
  optional: boolean,
  en: string,
  fr: string,
  es: string,
): DemoModule => ({ id, kind, optional, title: { en, fr, es } });

/** Nine modules, in the order of the day. */
export const MODULES: readonly DemoModule[] = [
  module('story-round', 'opening', true, 'Our own stories', 'Nos propres histoires', 'Nuestras propias historias'),
  module('internet-and-me', 'voting', false, 'The Internet and me', 'Internet et moi', 'Internet y yo'),
  module('my-data', 'voting', false, 'Data about me', 'Les données sur moi', 'Los datos sobre mí'),
  module('trust', 'voting', false, 'Whom we trust', 'À qui nous faisons confiance', 'En quién confiamos'),
  module('crisis', 'voting', false, 'Data in a crisis', 'Les données en temps de crise', 'Los datos en una crisis'),
  module(
    'disinformation',
    'deliberation',
    false,
    'False information',
    'Les fausses informations',
    'La información falsa',
  ),
  module(
    'artificial-intelligence',
    'voting',
    false,
    'Artificial intelligence',
    "L'intelligence artificielle",
    'La inteligencia artificial',
  ),
  module('national-topic', 'voting', true, 'Our national topic', 'Notre sujet national', 'Nuestro tema nacional'),
  module('evaluation', 'evaluation', false, 'Looking back', 'Regard en arrière', 'Mirada atrás'),
];

/** Where local questions may be added. */
export const NATIONAL_SLOT = {
  id: 'slot-national-topic',
  moduleId: 'national-topic',
  title: { en: 'National topic', fr: 'Sujet national', es: 'Tema nacional' } satisfies Text,
};
