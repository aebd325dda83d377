/** A second listener for clients, as a landlord's cluster has it: TLS, and a login by SCRAM-SHA-256 or PLAIN. Brokers among themselves stay on the plain one. */
export interface SecureListener {
  readonly port: number;
  /** PKCS12 file with key and certificate. */
  readonly keystore: string;
  readonly keystorePassword: string;
  readonly user: string;
  readonly password: string;
}

const LOGIN = 'org.apache.kafka.common.security';

/** The settings of server.properties for the listener named SECURE. */
export const secureProperties = (listener: SecureListener): Readonly<Record<string, string>> => ({
  'listener.name.secure.sasl.enabled.mechanisms': 'SCRAM-SHA-256,PLAIN',
  'listener.name.secure.scram-sha-256.sasl.jaas.config': `${LOGIN}.scram.ScramLoginModule required;`,
  'listener.name.secure.plain.sasl.jaas.config': `${LOGIN}.plain.PlainLoginModule required user_${listener.user}="${listener.password}";`,
  'listener.name.secure.ssl.keystore.type': 'PKCS12',
  'listener.name.secure.ssl.keystore.location': listener.keystore,
  'listener.name.secure.ssl.keystore.password': listener.keystorePassword,
  'listener.name.secure.ssl.key.password': listener.keystorePassword,
});

/** The arguments by which the storage tool makes its account. A SCRAM account is part of the cluster's metadata, so it is made when the data folder is formatted. */
export const scramAccount = ({ user, password }: SecureListener): readonly string[] => [
  '--add-scram',
  `SCRAM-SHA-256=[name=${user},password=${password}]`,
];
