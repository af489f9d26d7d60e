import { Alias } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';

/** The topic of a deployment's alarms, and the team that they wake. */
export function sujetDesAlertes(scope: Construct, nom: string, adresse: string): Topic {
  const sujet = new Topic(scope, 'Alertes', {
    topicName: `lsl-${nom}-alertes`,
    displayName: `LSL ${nom}`,
    enforceSSL: true,
    masterKey: Alias.fromAliasName(scope, 'CleDesAlertes', 'alias/aws/sns'),
  });
  sujet.addSubscription(new EmailSubscription(adresse));
  return sujet;
}
