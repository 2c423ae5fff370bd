/** What a service answers to a scraper. */
export class Scraped {
  private constructor(readonly text: string) {}

  /** @throws Error when it does not answer */
  static async from(managementUrl: string | undefined): Promise<Scraped> {
    const answer = await fetch(`${managementUrl}/metrics`);
    if (!answer.ok) throw new Error(`${managementUrl} answers ${answer.status}: ${await answer.text()}`);
    return new Scraped(await answer.text());
  }

  /** The value of a time series such as `polyphony_parked_events{consumer="ledger"}`; undefined when it is not there. */
  value(series: string): number | undefined {
    const line = this.text.split('\n').find((one) => one.startsWith(`${series} `));
    return line === undefined ? undefined : Number(line.slice(series.length + 1));
  }

  /** What this label says, over all time series of a name. */
  labels(name: string, label: string): Set<string> {
    const series = this.text.split('\n').filter((line) => line.startsWith(`${name}{`));
    return new Set(series.map((line) => new RegExp(`[{,]${label}="([^"]*)"`).exec(line)?.[1] ?? ''));
  }
}
