/** Instances are called `alikafka_<kind>-<region>-<id>`, without another underscore; names within them may hold any. */
const idForm = /^Kafka_(alikafka_[^_]+)_(.+)$/s;

/** What a topic or consumer group is called, and in which instance. */
export type WithinKafka = { readonly instance: string; readonly name: string };

/** Under which id a topic or consumer group is tagged. Source: alikafka, "TagResources". */
export const kafkaId = ({ instance, name }: WithinKafka): string => `Kafka_${instance}_${name}`;

/** Takes such an id apart; undefined for what can be none. */
export const readKafkaId = (id: string): WithinKafka | undefined => {
  const [, instance, name] = idForm.exec(id) ?? [];
  return instance === undefined || name === undefined ? undefined : { instance, name };
};
