package org.seedbed.files;

import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * A driver's claim to a folder: the id of its {@link FolderLease}. Whoever works for the driver
 * checks it before each commit, also on other machines.
 *
 * @param id of the acquisition
 */
public record LeaseClaim(String id) {
  private static final long AGAIN_MILLIS = 200;

  /**
   * Checks that the folder's lease is there and is this driver's.
   *
   * @throws FolderLease.LostException if it is not
   */
  public void check(Folder folder) throws IOException {
    var found = read(folder);
    if (found.isEmpty()) {
      throw new FolderLease.LostException(
          "The lease of %s is gone: another driver has taken it over and finished, while this driver did not respond. This driver stops; nothing is lost."
              .formatted(folder.root()));
    }
    var holder = found.get().holder();
    if (holder.isEmpty() || !holder.get().id().equals(id)) {
      throw new FolderLease.LostException(
          "Folder %s was taken over by another driver%s, while this driver did not respond. This driver stops; nothing is lost."
              .formatted(folder.root(), holder.map(other -> ", " + other.where()).orElse("")));
    }
  }

  /** Looks twice: some stores show no lease, or half of one, while it is replaced. */
  private static Optional<FolderLease.Found> read(Folder folder) throws IOException {
    try {
      var found = FolderLease.read(folder);
      if (found.isPresent() && found.get().holder().isPresent()) {
        return found;
      }
    } catch (IOException e) {
      // The second look tells whether it lasts.
    }
    FolderLease.sleep(AGAIN_MILLIS);
    return FolderLease.read(folder);
  }

  static Path path(Folder folder) {
    return new Path(folder.root(), ".lease.json");
  }
}
