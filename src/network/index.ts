export {
  Address,
  byPublicUri,
  type FullAddresses,
  maskedUri,
  publicUri,
  type PublicUri,
  secretsIn,
  withoutSecrets,
  withoutSecretsIn,
} from './address.js';
export { isInternalHost, NAMES, type Names, outwardLookup } from './names.js';
export { proxyAddress, proxyAuthorization, proxyFor } from './proxy.js';
