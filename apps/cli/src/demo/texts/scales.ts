import type { Text } from './text.js';

/** One code of a common list. */
export interface Code {
  code: string;
  label: Text;
}

const code = (name: string, en: string, fr: string, es: string): Code => ({ code: name, label: { en, fr, es } });

/** Codes that every list ends with (I-6). */
export const NO_ANSWER = [
  { kind: 'dont-know', ...code('dont-know', "Don't know", 'Ne sait pas', 'No sabe') },
  { kind: 'refused', ...code('refused', 'Prefer not to say', 'Préfère ne pas répondre', 'Prefiere no responder') },
] as const;

/** The common code lists by name. */
export const SCALES = {
  frequency: [
    code('daily', 'Every day', 'Tous les jours', 'Todos los días'),
    code('weekly', 'Every week', 'Chaque semaine', 'Cada semana'),
    code('rarely', 'Rarely', 'Rarement', 'Rara vez'),
    code('never', 'Never', 'Jamais', 'Nunca'),
  ],
  effect: [
    code('better', 'Better', 'Meilleure', 'Mejor'),
    code('both', 'Both better and worse', 'À la fois meilleure et pire', 'Mejor y peor a la vez'),
    code('worse', 'Worse', 'Pire', 'Peor'),
  ],
  access: [
    code('free', 'Yes, for everybody and free of charge', 'Oui, pour tous et gratuitement', 'Sí, para todos y gratis'),
    code('affordable', 'Yes, at a price all can pay', 'Oui, à un prix abordable', 'Sí, a un precio asequible'),
    code('market', 'No, that is for the market', "Non, c'est l'affaire du marché", 'No, es asunto del mercado'),
  ],
  knowledge: [
    code('a-lot', 'A lot', 'Beaucoup', 'Mucho'),
    code('some', 'Some', 'Assez', 'Bastante'),
    code('little', 'Little', 'Peu', 'Poco'),
    code('nothing', 'Nothing', 'Rien', 'Nada'),
  ],
  balance: [
    code('opportunity', 'More an opportunity', 'Plutôt une chance', 'Más bien una oportunidad'),
    code('equal', 'As much the one as the other', "Autant l'une que l'autre", 'Tanto lo uno como lo otro'),
    code('threat', 'More a threat', 'Plutôt une menace', 'Más bien una amenaza'),
  ],
  decision: [
    code(
      'own-decision',
      'I decide myself, also whether to sell them',
      'Je décide moi-même, y compris de les vendre',
      'Decido yo, también si los vendo',
    ),
    code(
      'access-rights',
      'I have a right to see and use them',
      "J'ai le droit d'y accéder et de les utiliser",
      'Tengo derecho a verlos y usarlos',
    ),
    code('stop-collection', 'They should not be collected', 'Il ne faut pas les collecter', 'No deberían recogerse'),
  ],
  concern: [
    code('very', 'Very concerned', 'Très préoccupé(e)', 'Muy preocupado/a'),
    code('somewhat', 'Somewhat concerned', 'Assez préoccupé(e)', 'Algo preocupado/a'),
    code('little', 'A little concerned', 'Peu préoccupé(e)', 'Poco preocupado/a'),
    code('not', 'Not concerned', 'Pas préoccupé(e)', 'Nada preocupado/a'),
  ],
  beneficiary: [
    code('people', 'The people they are about', 'Les personnes concernées', 'Las personas de quienes tratan'),
    code('public-services', 'Public services', 'Les services publics', 'Los servicios públicos'),
    code('research', 'Research', 'La recherche', 'La investigación'),
    code('companies', 'Companies', 'Les entreprises', 'Las empresas'),
  ],
  agreement: [
    code('fully-agree', 'Agree fully', "Tout à fait d'accord", 'Totalmente de acuerdo'),
    code('agree', 'Agree', "D'accord", 'De acuerdo'),
    code('neither', 'Neither agree nor disagree', "Ni d'accord ni pas d'accord", 'Ni de acuerdo ni en desacuerdo'),
    code('disagree', 'Disagree', "Pas d'accord", 'En desacuerdo'),
    code('fully-disagree', 'Disagree fully', "Pas du tout d'accord", 'Totalmente en desacuerdo'),
  ],
  trust: [
    code('fully', 'Trust fully', 'Confiance totale', 'Confianza plena'),
    code('rather', 'Rather trust', 'Plutôt confiance', 'Más bien confianza'),
    code('rather-not', 'Rather distrust', 'Plutôt méfiance', 'Más bien desconfianza'),
    code('not-at-all', 'No trust at all', 'Aucune confiance', 'Ninguna confianza'),
  ],
  acceptance: [
    code('acceptable', 'Acceptable', 'Acceptable', 'Aceptable'),
    code('depends', 'It depends', 'Cela dépend', 'Depende'),
    code('unacceptable', 'Not acceptable', 'Inacceptable', 'Inaceptable'),
  ],
  actor: [
    code('states', 'States', 'Les États', 'Los Estados'),
    code('platforms', 'The platforms', 'Les plateformes', 'Las plataformas'),
    code('schools', 'Schools and citizens', "L'école et les citoyens", 'La escuela y la ciudadanía'),
    code('journalists', 'Journalists', 'Les journalistes', 'Los periodistas'),
  ],
  removal: [
    code('always', 'Always remove it', 'Toujours le supprimer', 'Retirarlo siempre'),
    code('harmful', 'Remove it when it does harm', "Le supprimer s'il est nuisible", 'Retirarlo si hace daño'),
    code('label', 'Label it, never remove it', 'Le signaler sans le supprimer', 'Señalarlo sin retirarlo'),
  ],
  steering: [
    code(
      'profit',
      'Those who seek profit and power',
      'Ceux qui cherchent le profit et le pouvoir',
      'Quienes buscan ganancia y poder',
    ),
    code('common-good', 'The common good', 'Le bien commun', 'El bien común'),
    code('mixture', 'A mixture of both', 'Un mélange des deux', 'Una mezcla de ambos'),
    code('nobody', 'Nobody', 'Personne', 'Nadie'),
  ],
  diagnosis: [
    code('doctor', 'The doctor alone', 'Le médecin seul', 'Solo el médico'),
    code(
      'doctor-helped',
      'The doctor, helped by a machine',
      "Le médecin, aidé d'une machine",
      'El médico, con una máquina',
    ),
    code(
      'machine',
      'The machine, where it errs less',
      'La machine, si elle se trompe moins',
      'La máquina, si falla menos',
    ),
  ],
  oversight: [
    code(
      'international',
      'A body of all nations',
      'Un organisme de toutes les nations',
      'Un organismo de todas las naciones',
    ),
    code('national', 'Each state for itself', 'Chaque État pour lui-même', 'Cada Estado por sí mismo'),
    code(
      'citizens',
      'Independent bodies with citizens',
      'Des instances indépendantes avec des citoyens',
      'Órganos independientes con ciudadanos',
    ),
    code('makers', 'Those who make it', 'Ceux qui la conçoivent', 'Quienes la desarrollan'),
  ],
  weight: [
    code('follow', 'They must follow them', 'Ils doivent les suivre', 'Deben seguirlos'),
    code(
      'answer',
      'They must answer them in public',
      'Ils doivent y répondre publiquement',
      'Deben responder en público',
    ),
    code('consider', 'They may consider them', 'Ils peuvent en tenir compte', 'Pueden tenerlos en cuenta'),
    code('ignore', 'They need not', "Ils n'y sont pas tenus", 'No tienen por qué'),
  ],
  remedy: [
    code('education', 'Education', "L'éducation", 'La educación'),
    code(
      'fact-checking',
      'Technical fact-checking',
      'La vérification technique des faits',
      'La verificación técnica de hechos',
    ),
    code('law', 'Law', 'La loi', 'La ley'),
    code('platform-rules', 'Rules of the platforms', 'Les règles des plateformes', 'Las reglas de las plataformas'),
  ],
} satisfies Record<string, Code[]>;

export type ScaleName = keyof typeof SCALES;
