import { parser } from '@prometheus-io/lezer-promql';

/** The names of the time series that a PromQL query reads. @throws Error when it is no PromQL, or reads series by no name */
export function metricsIn(query: string): string[] {
  // Grafana puts the interval in before it asks.
  const text = query.replaceAll('$__rate_interval', '5m');
  const names: string[] = [];
  parser.parse(text).iterate({
    enter: ({ type, name, node, from }) => {
      if (type.isError) throw new Error(`This is no PromQL from "${text.slice(from, from + 20)}" on: ${query}`);
      if (name !== 'VectorSelector') return;
      const metric = node.getChild('Identifier');
      if (!metric) throw new Error(`This selects series by no name: ${query}`);
      names.push(text.slice(metric.from, metric.to));
    },
  });
  return names;
}
