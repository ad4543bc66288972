/** A label selector as runbooks write it: equality only. */
import { z } from 'zod';

const KEY = '(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?';
const VALUE = '(?:[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?';
const REQUIREMENT = new RegExp(`^!?${KEY}(?:(?:=|==|!=)${VALUE})?$`);

export const selector = z
  .string()
  .max(500)
  .refine((s) => s.split(',').every((r) => REQUIREMENT.test(r)), 'must be a label selector: app=backend,tier!=cache');
