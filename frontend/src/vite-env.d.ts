interface ImportMetaEnv {
  /** The product's name for people; the build puts it in. */
  readonly PRODUCT: string;
}
