import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/**
 * The one client factory. The SDK reads AWS_ENDPOINT_URL by itself: set, it is the local cloud, whose buckets
 * are addressed by path because `bucket.127.0.0.1` resolves nowhere.
 */
const local = process.env.AWS_ENDPOINT_URL !== undefined;

export function clientDynamo(): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(new DynamoDBClient({}), {
    marshallOptions: { removeUndefinedValues: true },
  });
}

export function clientS3(): S3Client {
  return new S3Client({ forcePathStyle: local });
}

export function clientSqs(): SQSClient {
  // A queue's URL as the deployment gives it, whatever the endpoint: the SDK would otherwise rewrite it.
  return new SQSClient({ useQueueUrlAsEndpoint: !local });
}

export function clientLambda(): LambdaClient {
  return new LambdaClient({});
}
