/** A chunk of its own in what is built (scripts/server/build-server.ts): who keeps pages on this machine does not load it. */
export { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
