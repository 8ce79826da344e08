package org.seedbed.files;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.ipc.RemoteException;

/**
 * Writes files that become visible only when complete. On stores with an atomic rename (local
 * disks, HDFS), a file is first written under a temporary name. An object store shows an object
 * only once it is complete.
 */
public final class WholeFile {
  private static final Set<String> OBJECT_STORES = Set.of("s3a", "gs", "abfs", "abfss");

  /** Schemes of Hadoop's that only read, and claim that every file exists. */
  private static final Set<String> READ_ONLY = Set.of("http", "https", "ftp", "har");

  private static final Pattern TEMPORARY =
      Pattern.compile("\\..+\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /** One for each file system, because each has a client of its own. */
  private static final Map<FileSystem, FileContext> CONTEXTS = new ConcurrentHashMap<>();

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
    var uri = path.toUri();
    if (uri.getScheme() != null && READ_ONLY.contains(uri.getScheme())) {
      String why =
          "its scheme can only read. Give a path of hdfs, s3a, file or another store of Hadoop";
      throw refused(path, why, null);
    }
    if ("file".equals(uri.getScheme()) && uri.getAuthority() != null) {
      throw refused(path, "a local file has no host. Write file:///…", null);
    }
    try {
      FileSystem files = path.getFileSystem(configuration);
      return files instanceof LocalFileSystem local ? local.getRaw() : files;
    } catch (UnsupportedFileSystemException e) {
      throw refused(
          path, "no file system of its scheme is known. Check the scheme, or add its jar", e);
    } catch (IOException e) {
      if (isIncomplete(path, e)) {
        throw refused(path, "it names no host. Write hdfs://HOST/…, or set fs.defaultFS", e);
      }
      throw e;
    } catch (RuntimeException e) {
      if (e.getCause() instanceof ClassNotFoundException) {
        throw refused(
            path, "the file system of its scheme is not on the class path. Add its jar", e);
      }
      if (e instanceof NullPointerException || e instanceof IllegalArgumentException) {
        // S3A and others, of a path without a bucket or with a wrong host.
        throw refused(path, "it names no valid host or bucket", e);
      }
      throw e;
    }
  }

  /** HDFS has no host to connect to. */
  private static boolean isIncomplete(Path path, IOException e) {
    return path.toUri().getAuthority() == null
        && String.valueOf(e.getMessage()).contains("Incomplete HDFS URI");
  }

  private static IllegalArgumentException refused(Path path, String why, Exception e) {
    return new IllegalArgumentException("Path %s cannot be used: %s.".formatted(path, why), e);
  }

  private static String scheme(FileSystem files) {
    return String.valueOf(files.getUri().getScheme());
  }

  /**
   * Creates a file with a content, unless there is one. Local disks and HDFS refuse to replace it.
   * Object stores may replace one that another process creates at the same moment.
   *
   * @return whether this call created it
   */
  static boolean create(FileSystem files, Path path, byte[] content) throws IOException {
    if (files.exists(path)) {
      return false;
    }
    files.mkdirs(path.getParent());
    if (files instanceof RawLocalFileSystem local && scheme(files).equals("file")) {
      return createLocal(local.pathToFile(path).toPath(), content);
    }
    try (OutputStream out = files.create(path, false)) {
      out.write(content);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (RemoteException e) {
      boolean taken =
          e.getClassName().endsWith("FileAlreadyExistsException")
              || e.getClassName().endsWith("AlreadyBeingCreatedException");
      if (taken) {
        return false;
      }
      throw e;
    }
  }

  private static boolean createLocal(java.nio.file.Path path, byte[] content) throws IOException {
    try {
      Files.write(path, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      return true;
    } catch (java.nio.file.FileAlreadyExistsException e) {
      return false;
    }
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
    if (OBJECT_STORES.contains(scheme(files))) {
      return writer.write(path);
    }
    var temporary = new Path(path.getParent(), "." + path.getName() + "." + UUID.randomUUID());
    try {
      T result = writer.write(temporary);
      replace(files, temporary, path);
      return result;
    } finally {
      files.delete(temporary, false);
    }
  }

  private static FileContext context(FileSystem files) {
    try {
      return FileContext.getFileContext(files.getUri(), files.getConf());
    } catch (UnsupportedFileSystemException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void replace(FileSystem files, Path temporary, Path path) throws IOException {
    if (files.rename(temporary, path)) {
      return;
    }
    if (scheme(files).equals("hdfs")) {
      // HDFS can replace a file in one step, but only through this interface.
      CONTEXTS
          .computeIfAbsent(files, WholeFile::context)
          .rename(files.makeQualified(temporary), files.makeQualified(path), Rename.OVERWRITE);
      return;
    }
    files.delete(path, false);
    if (!files.rename(temporary, path)) {
      throw new IOException("cannot rename " + temporary + " to " + path);
    }
  }

  /** Returns whether a name is one under which a file is written before it is complete. */
  static boolean isTemporary(String name) {
    return TEMPORARY.matcher(name).matches();
  }
}
