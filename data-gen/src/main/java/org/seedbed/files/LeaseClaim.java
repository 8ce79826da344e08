package org.seedbed.files;

import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.fs.Path;

/**
 * A driver's claim to a folder: the id of its {@link FolderLease}. Whoever works for the driver
 * checks it before each commit, also on other machines.
 *
 * @param id of the acquisition
 */
public record LeaseClaim(String id) implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final long AGAIN_MILLIS = 200;

  /**
   * Checks that the folder's lease is there and is this driver's.
   *
   * @throws FolderLease.LostException if it is not
   */
  public void check(Folder folder) throws IOException {
    var found = FolderLease.read(folder);
    if (found.isEmpty()) {
      // A store without an atomic replacement shows no lease for a moment while it is renewed.
      FolderLease.sleep(AGAIN_MILLIS);
      found = FolderLease.read(folder);
    }
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

  static Path path(Folder folder) {
    return new Path(folder.root(), ".lease.json");
  }
}
