const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/**
 * Every operation of an OpenAPI document with who may call it.
 * @param {object} document
 * @returns {{ method: string, path: string, summary: string, callers: string[] | 'public' | undefined }[]} undefined
 * where the document does not say it
 */
export function operationsOf({ paths }) {
  return Object.entries(paths).flatMap(([path, operations]) =>
    METHODS.flatMap((method) => {
      const operation = operations[method];
      if (!operation) return [];
      const { summary, security } = operation;
      return [{ method: method.toUpperCase(), path, summary, callers: callersOf(security) }];
    }),
  );
}

function callersOf(security) {
  if (!security) return undefined;
  return security.length === 0 ? 'public' : security.flatMap(({ bearer }) => bearer);
}

/**
 * docs/authority.md: role × route.
 * @param {{ service: string, document: object }[]} described
 * @throws Error that names a route of which nothing says who may call it
 */
export function authorityPage(described) {
  const all = described.map(({ service, document }) => ({ service, operations: operationsOf(document) }));
  const lists = all.flatMap(({ operations }) => operations.map(({ callers }) => callers)).filter(Array.isArray);
  // Those who may read everything are everybody, in the order of the roles.
  const roles = lists.reduce((longest, list) => (list.length > longest.length ? list : longest), []);
  const cell = (callers, role) => (callers === 'public' || callers.includes(role) ? '✓' : '');
  const sections = all.map(({ service, operations }) => {
    const rows = operations.map(({ method, path, summary, callers }) => {
      if (!callers) throw new Error(`Nothing says who may call ${method} ${path} of ${service}`);
      const cells = [callers === 'public' ? '✓' : '', ...roles.map((role) => cell(callers, role))];
      return `| \`${method} ${path}\` | ${summary} | ${cells.join(' | ')} |`;
    });
    const head = ['route', 'what it does', 'no token', ...roles];
    return [`## ${service}`, '', `| ${head.join(' | ')} |`, `|${' --- |'.repeat(head.length)}`, ...rows, ''].join('\n');
  });
  return `${HEAD}\n${sections.join('\n')}`;
}

const HEAD = `# Who may do what

Generated from the OpenAPI documents (\`npm run generate\`), where the routes say it themselves; a test tries every role on every route.

A request shows a bearer token; of its roles, the first that the route allows acts. What a role may do is narrowed further where it speaks for a partner:

- A **fellow** acts for the partner of its token and for no other: its own adaptations, proposals, stances, assemblies and results. It convenes a wave only for a coalition that its partner leads.
- A **reviewer** says of which partner it is, and judges no adaptation of that one.
- A **methodology-steward** whose token names a partner does not decide on a proposal of that one.
- Drafts of a methodology version are shown to tokens with a role only, and live counts only to the host of an assembly, coordinators, rapporteurs and services; everybody else with a token gets those of the last release.
- Results for an assembly that no event has told of yet are taken from any fellow, and rejected row by row (\`partner-not-host\`) when its host turns out to be another.

\`/health/live\` and \`/health/ready\` need no token.
`;
