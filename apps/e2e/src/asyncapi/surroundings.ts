/** Where the platform's Kafka is, as it is delivered; an installation of yours has its own address. */
export const SERVERS = {
  machine: {
    host: '127.0.0.1:{port}',
    protocol: 'kafka',
    description: 'On one machine: npx polyphony topics names the broker',
    variables: { port: { default: '9092', description: 'POLYPHONY_KAFKA_PORT, or a free one' } },
  },
  cluster: {
    host: 'polyphony-kafka-bootstrap:9093',
    protocol: 'kafka-secure',
    description: 'In the namespace of k8s/, for users other than the services',
    security: [{ $ref: '#/components/securitySchemes/kafkaUser' }],
  },
};

const text = (description: string, more: object = {}): object => ({ type: 'string', description, ...more });

/** The headers of every record. */
export const CLOUD_EVENT_HEADERS = {
  type: 'object',
  description: 'CloudEvents 1.0 in the binary mode of Kafka',
  required: ['ce_specversion', 'ce_id', 'ce_type', 'ce_source', 'ce_subject', 'ce_time', 'ce_sequence', 'content-type'],
  properties: {
    ce_specversion: { type: 'string', const: '1.0' },
    ce_id: text('Of this record; the same when it is sent again', { format: 'uuid' }),
    ce_type: text('Event type with its version'),
    ce_source: text('The service that wrote it'),
    ce_subject: text('The id of the aggregate, as the key', { format: 'uuid' }),
    ce_time: text('The instant of the command', { format: 'date-time' }),
    ce_sequence: text('The version of the aggregate, from 1', { pattern: '^[1-9][0-9]*$' }),
    'content-type': { type: 'string', const: 'application/json' },
    ce_actor: text('A pseudonym of who made it happen'),
    traceparent: text('W3C trace context'),
  },
};

/** The key of every record. */
export const KEYED = {
  kafka: {
    key: { type: 'string', format: 'uuid', description: 'The id of the aggregate' },
    bindingVersion: '0.5.0',
  },
};

/** The record without a value, among the messages. */
export const TOMBSTONE = 'tombstone';
export const GONE = {
  name: TOMBSTONE,
  title: 'No public document any more',
  summary: 'After an erasure: forget what you have of this key. Its ce_type is that of the document that it ends.',
  headers: { $ref: '#/components/schemas/CloudEvent' },
  payload: { type: 'null' },
  bindings: KEYED,
};
