import type { Text } from './text.js';

/** A question of a national topic, asked by some assemblies only. */
export interface LocalQuestion {
  id: string;
  concept: string;
  text: Text;
  /** Share that says yes, in the demo's answers. */
  yes: number;
}

/** What partners of the demo ask beside the common questions; each with yes and no. */
export const LOCAL_QUESTIONS: readonly LocalQuestion[] = [
  {
    id: 'rural-access',
    concept: 'Quality of rural access',
    text: {
      en: 'Is the Internet in the countryside of our country good enough to learn and work with?',
      fr: 'Dans les campagnes de notre pays, Internet est-il assez bon pour apprendre et travailler ?',
      es: '¿Es Internet en el campo de nuestro país lo bastante bueno para aprender y trabajar?',
    },
    yes: 0.31,
  },
  {
    id: 'local-languages',
    concept: 'Public services in local languages',
    text: {
      en: 'Should public services online be offered in every language of our country?',
      fr: 'Les services publics en ligne devraient-ils exister dans toutes les langues de notre pays ?',
      es: '¿Deberían los servicios públicos en línea existir en todas las lenguas de nuestro país?',
    },
    yes: 0.82,
  },
  {
    id: 'shutdowns',
    concept: 'Internet shutdowns',
    text: {
      en: 'May a government switch off the Internet in times of unrest?',
      fr: 'Un gouvernement peut-il couper Internet en période de troubles ?',
      es: '¿Puede un gobierno cortar Internet en tiempos de disturbios?',
    },
    yes: 0.17,
  },
  {
    id: 'mobile-money',
    concept: 'Safety of mobile payment',
    text: {
      en: 'Do you feel safe when you pay with your telephone?',
      fr: 'Vous sentez-vous en sécurité quand vous payez avec votre téléphone ?',
      es: '¿Se siente seguro/a cuando paga con su teléfono?',
    },
    yes: 0.56,
  },
  {
    id: 'school-devices',
    concept: 'Devices in schools',
    text: {
      en: 'Should every school of our country lend computers to its pupils?',
      fr: 'Chaque école de notre pays devrait-elle prêter des ordinateurs à ses élèves ?',
      es: '¿Debería cada escuela de nuestro país prestar computadoras a sus alumnos?',
    },
    yes: 0.74,
  },
];
