import type { ScaleName } from './scales.js';
import type { Text } from './text.js';

/** A common question of the demo, with the shape of its answers. */
export interface DemoQuestion {
  id: string;
  module: string;
  concept: string;
  scale: ScaleName;
  text: Text;
  /** Relative weights of the scale's codes, in its order. */
  weights: readonly number[];
  /** Weights after the deliberation; present on the questions that are asked before and after. */
  after?: readonly number[];
  /** Answered by tables together instead of by participants alone; such questions are not core. */
  byTables?: true;
}

const question = (
  module: string,
  id: string,
  concept: string,
  scale: ScaleName,
  weights: readonly number[],
  text: Text,
  more: Pick<DemoQuestion, 'after' | 'byTables'> = {},
): DemoQuestion => ({ id, module, concept, scale, weights, text, ...more });

/**
 * 31 core questions and two that tables answer. Weights follow figures published for the global dialogue "We, the
 * Internet" of 2020 where there are any (knowledge, balance, decision, trust, sharing, steering, remedies).
 */
export const QUESTIONS: readonly DemoQuestion[] = [
  question('internet-and-me', 'internet-use', 'Frequency of Internet use', 'frequency', [78, 14, 6, 2], {
    en: 'How often do you use the Internet?',
    fr: 'À quelle fréquence utilisez-vous Internet ?',
    es: '¿Con qué frecuencia usa Internet?',
  }),
  question('internet-and-me', 'internet-effect', 'Effect of the Internet on life', 'effect', [47, 44, 9], {
    en: 'All in all, has the Internet made life in our country better or worse?',
    fr: 'Dans l’ensemble, Internet a-t-il rendu la vie dans notre pays meilleure ou pire ?',
    es: 'En conjunto, ¿ha hecho Internet la vida en nuestro país mejor o peor?',
  }),
  question('internet-and-me', 'internet-access', 'Access as a public duty', 'access', [38, 53, 9], {
    en: 'Should access to the Internet be guaranteed to everybody, as water and electricity are?',
    fr: 'L’accès à Internet devrait-il être garanti à tous, comme l’eau et l’électricité ?',
    es: '¿Debería garantizarse a todos el acceso a Internet, como el agua y la electricidad?',
  }),
  question(
    'internet-and-me',
    'data-knowledge',
    'Own knowledge of data management',
    'knowledge',
    [6, 22, 52, 20],
    {
      en: 'How much do you know about how data about you are managed?',
      fr: 'Que savez-vous de la façon dont les données sur vous sont gérées ?',
      es: '¿Cuánto sabe sobre cómo se gestionan los datos sobre usted?',
    },
    { after: [18, 52, 26, 4] },
  ),
  question(
    'my-data',
    'data-balance',
    'Data as opportunity or threat',
    'balance',
    [25, 50, 25],
    {
      en: 'Are data about people more an opportunity or more a threat?',
      fr: 'Les données sur les personnes sont-elles plutôt une chance ou plutôt une menace ?',
      es: 'Los datos sobre las personas, ¿son más bien una oportunidad o una amenaza?',
    },
    { after: [31, 52, 17] },
  ),
  question('my-data', 'data-decision', 'Control over own data', 'decision', [58, 26, 16], {
    en: 'Who should decide about data about you?',
    fr: 'Qui devrait décider des données sur vous ?',
    es: '¿Quién debería decidir sobre los datos sobre usted?',
  }),
  question(
    'my-data',
    'data-concern',
    'Concern about the use of own data',
    'concern',
    [44, 34, 15, 7],
    {
      en: 'How concerned are you about how data about you are used?',
      fr: 'À quel point êtes-vous préoccupé(e) par l’usage des données sur vous ?',
      es: '¿Cuánto le preocupa el uso que se hace de los datos sobre usted?',
    },
    { after: [55, 31, 10, 4] },
  ),
  question('my-data', 'data-benefit', 'First beneficiary of data', 'beneficiary', [52, 26, 17, 5], {
    en: 'Who should benefit first from data about people?',
    fr: 'Qui devrait profiter en premier des données sur les personnes ?',
    es: '¿Quién debería beneficiarse primero de los datos sobre las personas?',
  }),
  question('my-data', 'data-portability', 'Portability of own data', 'agreement', [46, 34, 13, 5, 2], {
    en: 'Everybody should be able to take their data along from one service to another.',
    fr: 'Chacun devrait pouvoir emporter ses données d’un service à un autre.',
    es: 'Cada persona debería poder llevarse sus datos de un servicio a otro.',
  }),
  question('my-data', 'data-children', 'Stricter rules for data about children', 'agreement', [68, 22, 6, 3, 1], {
    en: 'Data about children need stricter rules than data about adults.',
    fr: 'Les données sur les enfants exigent des règles plus strictes que celles sur les adultes.',
    es: 'Los datos sobre niños necesitan reglas más estrictas que los de adultos.',
  }),
  question('trust', 'trust-research', 'Trust in research', 'trust', [22, 48, 22, 8], {
    en: 'How far do you trust research with the future of the Internet?',
    fr: 'Quelle confiance accordez-vous à la recherche pour l’avenir d’Internet ?',
    es: '¿Cuánto confía en la investigación para el futuro de Internet?',
  }),
  question('trust', 'trust-technical', 'Trust in the technical community', 'trust', [18, 47, 26, 9], {
    en: 'How far do you trust the technical community with the future of the Internet?',
    fr: 'Quelle confiance accordez-vous à la communauté technique pour l’avenir d’Internet ?',
    es: '¿Cuánto confía en la comunidad técnica para el futuro de Internet?',
  }),
  question('trust', 'trust-civil-society', 'Trust in civil society', 'trust', [16, 45, 28, 11], {
    en: 'How far do you trust civil society with the future of the Internet?',
    fr: 'Quelle confiance accordez-vous à la société civile pour l’avenir d’Internet ?',
    es: '¿Cuánto confía en la sociedad civil para el futuro de Internet?',
  }),
  question('trust', 'trust-international', 'Trust in international organisations', 'trust', [14, 43, 30, 13], {
    en: 'How far do you trust international and regional organisations with the future of the Internet?',
    fr: 'Quelle confiance accordez-vous aux organisations internationales et régionales pour l’avenir d’Internet ?',
    es: '¿Cuánto confía en las organizaciones internacionales y regionales para el futuro de Internet?',
  }),
  question(
    'trust',
    'trust-government',
    'Trust in governments',
    'trust',
    [8, 35, 35, 22],
    {
      en: 'How far do you trust governments with the future of the Internet?',
      fr: 'Quelle confiance accordez-vous aux gouvernements pour l’avenir d’Internet ?',
      es: '¿Cuánto confía en los gobiernos para el futuro de Internet?',
    },
    { after: [9, 39, 34, 18] },
  ),
  question('trust', 'trust-companies', 'Trust in companies', 'trust', [7, 36, 37, 20], {
    en: 'How far do you trust companies with the future of the Internet?',
    fr: 'Quelle confiance accordez-vous aux entreprises pour l’avenir d’Internet ?',
    es: '¿Cuánto confía en las empresas para el futuro de Internet?',
  }),
  question('crisis', 'share-companies-crisis', 'Sharing with companies in a crisis', 'acceptance', [40, 27, 33], {
    en: 'To share data about you with companies against a pandemic is …',
    fr: 'Partager des données sur vous avec des entreprises contre une pandémie est …',
    es: 'Compartir datos sobre usted con empresas contra una pandemia es …',
  }),
  question('crisis', 'share-government-crisis', 'Sharing with governments in a crisis', 'acceptance', [41, 28, 31], {
    en: 'To share data about you with the government against a pandemic is …',
    fr: 'Partager des données sur vous avec le gouvernement contre une pandémie est …',
    es: 'Compartir datos sobre usted con el gobierno contra una pandemia es …',
  }),
  question('crisis', 'share-companies', 'Sharing with companies in normal times', 'acceptance', [21, 31, 48], {
    en: 'To share data about you with companies in normal times is …',
    fr: 'Partager des données sur vous avec des entreprises en temps normal est …',
    es: 'Compartir datos sobre usted con empresas en tiempos normales es …',
  }),
  question('crisis', 'share-government', 'Sharing with governments in normal times', 'acceptance', [21, 33, 46], {
    en: 'To share data about you with the government in normal times is …',
    fr: 'Partager des données sur vous avec le gouvernement en temps normal est …',
    es: 'Compartir datos sobre usted con el gobierno en tiempos normales es …',
  }),
  question('disinformation', 'false-news-met', 'Meeting false information', 'frequency', [44, 35, 17, 4], {
    en: 'How often do you meet information that you believe to be false?',
    fr: 'À quelle fréquence rencontrez-vous des informations que vous croyez fausses ?',
    es: '¿Con qué frecuencia encuentra información que cree falsa?',
  }),
  question(
    'disinformation',
    'false-news-threat',
    'False information as a threat to democracy',
    'agreement',
    [42, 36, 14, 6, 2],
    {
      en: 'False information online is a threat to democracy.',
      fr: 'Les fausses informations en ligne menacent la démocratie.',
      es: 'La información falsa en línea es una amenaza para la democracia.',
    },
    { after: [54, 32, 9, 4, 1] },
  ),
  question('disinformation', 'false-news-duty', 'First duty against false information', 'actor', [24, 33, 31, 12], {
    en: 'Who should act first against false information?',
    fr: 'Qui devrait agir en premier contre les fausses informations ?',
    es: '¿Quién debería actuar primero contra la información falsa?',
  }),
  question('disinformation', 'false-news-removal', 'Removal of false content', 'removal', [24, 51, 25], {
    en: 'What should platforms do with content that is proven to be false?',
    fr: 'Que devraient faire les plateformes d’un contenu dont la fausseté est prouvée ?',
    es: '¿Qué deberían hacer las plataformas con un contenido de falsedad probada?',
  }),
  question(
    'disinformation',
    'remedy-urgent',
    'Most urgent remedy against false information',
    'remedy',
    [53, 32, 9, 6],
    {
      en: 'Which remedy against false information is the most urgent? (Your table decides.)',
      fr: 'Quel remède contre les fausses informations est le plus urgent ? (Votre table décide.)',
      es: '¿Qué remedio contra la información falsa es el más urgente? (Decide su mesa.)',
    },
    { byTables: true },
  ),
  question(
    'disinformation',
    'remedy-effective',
    'Most effective remedy against false information',
    'remedy',
    [52, 25, 14, 9],
    {
      en: 'Which remedy against false information is the most effective? (Your table decides.)',
      fr: 'Quel remède contre les fausses informations est le plus efficace ? (Votre table décide.)',
      es: '¿Qué remedio contra la información falsa es el más eficaz? (Decide su mesa.)',
    },
    { byTables: true },
  ),
  question('artificial-intelligence', 'ai-steering', 'Who steers AI', 'steering', [43, 22, 28, 7], {
    en: 'What do you expect to steer artificial intelligence in the coming years?',
    fr: 'Selon vous, qui ou quoi dirigera l’intelligence artificielle dans les années à venir ?',
    es: '¿Quién o qué cree que dirigirá la inteligencia artificial en los próximos años?',
  }),
  question(
    'artificial-intelligence',
    'ai-balance',
    'AI as opportunity or threat',
    'balance',
    [28, 44, 28],
    {
      en: 'Is artificial intelligence more an opportunity or more a threat?',
      fr: 'L’intelligence artificielle est-elle plutôt une chance ou plutôt une menace ?',
      es: 'La inteligencia artificial, ¿es más bien una oportunidad o una amenaza?',
    },
    { after: [34, 48, 18] },
  ),
  question('artificial-intelligence', 'ai-diagnosis', 'AI in medical decisions', 'diagnosis', [17, 74, 9], {
    en: 'Who should decide about the treatment of an illness?',
    fr: 'Qui devrait décider du traitement d’une maladie ?',
    es: '¿Quién debería decidir el tratamiento de una enfermedad?',
  }),
  question('artificial-intelligence', 'ai-oversight', 'Oversight of AI', 'oversight', [37, 17, 38, 8], {
    en: 'Who should watch over artificial intelligence?',
    fr: 'Qui devrait surveiller l’intelligence artificielle ?',
    es: '¿Quién debería vigilar la inteligencia artificial?',
  }),
  question('evaluation', 'voice-heard', 'Perceived equal voice', 'agreement', [52, 36, 8, 3, 1], {
    en: 'My voice was heard at my table.',
    fr: 'Ma voix a été entendue à ma table.',
    es: 'Mi voz fue escuchada en mi mesa.',
  }),
  question('evaluation', 'again', 'Willingness to take part again', 'agreement', [61, 29, 7, 2, 1], {
    en: 'I would take part in such an assembly again.',
    fr: 'Je participerais de nouveau à une telle assemblée.',
    es: 'Volvería a participar en una asamblea así.',
  }),
  question('evaluation', 'results-weight', 'Weight of results for decision makers', 'weight', [22, 51, 25, 2], {
    en: 'What should decision makers do with the results of this dialogue?',
    fr: 'Que devraient faire les décideurs des résultats de ce dialogue ?',
    es: '¿Qué deberían hacer los responsables con los resultados de este diálogo?',
  }),
];
