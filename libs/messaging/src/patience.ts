/** Well within the time that an orchestrator gives a service to end, even twice in a row. */
const PATIENCE_MS = 5_000;

/** Waits for the end of work, but no longer than a shutdown may take: kafkajs goes on trying while Kafka is away. */
export async function withinPatience(work: Promise<unknown>): Promise<void> {
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS).unref());
  await Promise.race([work, patience]);
}
