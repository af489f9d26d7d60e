import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { type DeploiementSansAlertes, nomPhysique } from '../constructs/deploiement.ts';

/** The topic of a deployment's alarms, and the team that they wake. */
export function sujetDesAlertes(scope: Construct, deploiement: DeploiementSansAlertes, adresse: string): Topic {
  const cloudWatch = new ServicePrincipal('cloudwatch.amazonaws.com');
  // A key of its own: CloudWatch cannot use the one that AWS manages for SNS, and has nothing to do with that of
  // the data. It encrypts nothing that lasts, so it goes with its stack.
  const cle = new Key(scope, 'CleDesAlertes', {
    alias: `lsl/${deploiement.nom}-alertes`,
    description: `LSL ${deploiement.nom}: alarms on their way to the ops team`,
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  cle.addToResourcePolicy(
    new PolicyStatement({
      sid: 'ChiffrerLesAlarmes',
      principals: [cloudWatch],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: ['*'],
    }),
  );
  const sujet = new Topic(scope, 'Alertes', {
    topicName: nomPhysique(deploiement, 'alertes'),
    displayName: `LSL ${deploiement.nom}`,
    enforceSSL: true,
    masterKey: cle,
  });
  // A topic with a policy has lost the default one, by which the alarms of its account could publish.
  sujet.addToResourcePolicy(
    new PolicyStatement({
      sid: 'PublierLesAlarmes',
      principals: [cloudWatch],
      actions: ['sns:Publish'],
      resources: [sujet.topicArn],
      conditions: {
        ArnLike: {
          'aws:SourceArn': Stack.of(scope).formatArn({
            service: 'cloudwatch',
            resource: 'alarm',
            resourceName: nomPhysique(deploiement, '*'),
            arnFormat: ArnFormat.COLON_RESOURCE_NAME,
          }),
        },
      },
    }),
  );
  sujet.addSubscription(new EmailSubscription(adresse));
  return sujet;
}
