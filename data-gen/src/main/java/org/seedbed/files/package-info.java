/**
 * Files that become visible only when complete, on any file system that Hadoop supports: writing,
 * digests, schema versions, reading, and leases on folders. All code that writes files uses this
 * package.
 *
 * <pre>
 * Folder ──▶ WholeFile, Json (records with a SchemaVersion and a RecordDigest), CommittedFile
 *   │ guarded by LeaseClaim ◀── FolderLease
 * ParquetOutput ──▶ ParquetBytes (equal rows, equal bytes)
 * </pre>
 */
package org.seedbed.files;
