import { Partitioners } from 'kafkajs';
import { PARTITIONS } from './kafka-client.js';

const partitionMetadata = Array.from({ length: PARTITIONS }, (_, partitionId) => ({
  partitionErrorCode: 0,
  partitionId,
  leader: 0,
  replicas: [],
  isr: [],
}));
const choose = Partitioners.DefaultPartitioner();

/** The partition of a key: murmur2 as Java's clients choose it, so that every producer agrees. */
export function partitionOf(key: string): number {
  return choose({ topic: '', partitionMetadata, message: { key, value: null } });
}
