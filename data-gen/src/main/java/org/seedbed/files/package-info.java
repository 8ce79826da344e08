/**
 * Files that become visible only when complete, on any file system that Hadoop supports: writing,
 * digests, schema versions, reading, and leases on folders. All code that writes files uses this
 * package.
 *
 * <pre>
 * Folder ──▶ WholeFile, Json (records with a SchemaVersion), CommittedFile
 * FolderLease ──▶ Folder
 * </pre>
 */
package org.seedbed.files;
