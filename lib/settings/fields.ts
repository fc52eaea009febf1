import * as z from 'zod/mini';

/** Says of a schema what the setting does, and in which unit it is. */
export const setting = <T extends z.ZodMiniType>(schema: T, about: string, unit?: string): T =>
  schema.check(z.describe(about), ...(unit === undefined ? [] : [z.meta({ unit })]));

/** A whole number in a range, both ends included. */
export const wholeNumber = (least: number, most: number) =>
  z.int().check(z.minimum(least), z.maximum(most));

/** The id of an AWS account. */
export const account = z.string().check(z.regex(/^\d{12}$/, 'expected 12 digits'));

/** The id of an AWS organization. */
export const organization = z
  .string()
  .check(z.regex(/^o-[a-z0-9]{10,32}$/, 'expected an organization id such as o-abcde12345'));

/** The name of an AWS region. */
export const awsRegion = z
  .string()
  .check(z.regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'expected an AWS region such as eu-central-1'));
