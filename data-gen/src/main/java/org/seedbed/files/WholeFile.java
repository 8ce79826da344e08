package org.seedbed.files;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Writes files that become visible only when complete. On stores with an atomic rename (local
 * disks, HDFS), a file is first written under a temporary name. An object store shows an object
 * only once it is complete.
 */
public final class WholeFile {
  private static final Set<String> OBJECT_STORES = Set.of("s3a", "gs", "abfs", "abfss");

  private WholeFile() {}

  /** Schemes of stores that show a file only when it is complete, and have no atomic rename. */
  public static Set<String> objectStores() {
    return OBJECT_STORES;
  }

  /** Writes the content of a file. */
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Returns the file system of a path. On a local disk it writes no checksum files. Hadoop's own
   * file system, which the process shares, is not changed.
   */
  public static FileSystem fileSystem(Path path, Configuration configuration) throws IOException {
    FileSystem files = path.getFileSystem(configuration);
    return files instanceof LocalFileSystem local ? local.getRaw() : files;
  }

  /** Writes a file, and replaces an existing one. The file becomes visible only when complete. */
  public static void write(FileSystem files, Path path, Content content) throws IOException {
    place(
        files,
        path,
        target -> {
          try (OutputStream out = files.create(target, true)) {
            content.writeTo(out);
          }
          return path;
        });
  }

  /** Writes a file at a given path. */
  public interface Writer<T> {
    T write(Path target) throws IOException;
  }

  /** Lets {@code writer} write a file, which becomes visible at {@code path} only when complete. */
  public static <T> T place(FileSystem files, Path path, Writer<T> writer) throws IOException {
    if (OBJECT_STORES.contains(String.valueOf(files.getUri().getScheme()))) {
      return writer.write(path);
    }
    var temporary = new Path(path.getParent(), "." + path.getName() + "." + UUID.randomUUID());
    try {
      T result = writer.write(temporary);
      if (!files.rename(temporary, path)) {
        files.delete(path, false);
        if (!files.rename(temporary, path)) {
          throw new IOException("cannot rename " + temporary + " to " + path);
        }
      }
      return result;
    } finally {
      files.delete(temporary, false);
    }
  }
}
