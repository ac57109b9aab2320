import type { AddressSource } from './local-addresses.ts';

/** `unclear`: it may be this folder's, as nothing says otherwise. */
export type StackOwner = 'this folder' | 'another' | 'unclear';

export interface StackClaim {
  /** Who says where the folder's stack is; undefined where nobody does. */
  readonly source: AddressSource | undefined;
  /** The name that the running stack has written down. */
  readonly recorded: string | undefined;
  /** The name that the folder gives it. */
  readonly named: string;
}

/**
 * Whose stack it is that answers where a folder's is supposed to be.
 * @param told the name that it gives itself
 */
export function whoseStack({ source, recorded, named }: StackClaim, told: string | undefined): StackOwner {
  // A person, or a container, has said where it is.
  if (source === 'setting' || source === 'variable') return 'this folder';
  if (source === 'state') return told && recorded && told !== recorded ? 'another' : 'this folder';
  if (!told) return 'unclear';
  return told === named ? 'this folder' : 'another';
}
