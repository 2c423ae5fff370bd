import { getMetadataStorage } from 'class-validator';

/** The variables that a config class reads. */
export interface Variables {
  known: string[];
  /** Those without which it does not start. */
  required: string[];
}

/** What the validation rules of a config class say; a field is the variable in camel case. */
export function variablesOf(config: new () => object): Variables {
  const rules = getMetadataStorage().getTargetValidationMetadatas(config, '', false, false);
  const optional = new Set(rules.filter(({ name }) => name === 'isOptional').map(({ propertyName }) => propertyName));
  const fields = [...new Set(rules.map(({ propertyName }) => propertyName))];
  const defaults = new config() as Record<string, unknown>;
  const variable = (field: string): string => field.replace(/[A-Z]/g, '_$&').toUpperCase();
  return {
    known: fields.map(variable),
    required: fields.filter((field) => !optional.has(field) && defaults[field] === undefined).map(variable),
  };
}
