package org.seedbed.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.DynamicTest;

/**
 * What a folder promises on every store.
 *
 * @param store for people
 * @param folder that may be written to, empty at first
 */
public record FolderContract(String store, Folder folder) {
  /** A record of some test. */
  @SchemaVersion(3)
  public record Sample(String name) {}

  /** A record that another version could write. */
  @SchemaVersion(4)
  public record LaterSample(String name) {}

  /** The tests of one store. */
  public static Stream<DynamicTest> testsOf(String store, Folder folder) {
    var contract = new FolderContract(store, folder);
    return Stream.of(
        dynamicTest(store + ": files come back, and are replaced whole", contract::comeBack),
        dynamicTest(
            store + ": a file that fails on the way does not appear", contract::doNotAppear),
        dynamicTest(store + ": damage is named", contract::nameDamage),
        dynamicTest(store + ": records have versions", contract::haveVersions),
        dynamicTest(store + ": records have digests", contract::haveDigests),
        dynamicTest(store + ": a lease is one driver's", contract::leases),
        dynamicTest(store + ": nothing is left beside its files", contract::leaveNothing));
  }

  private Path path(String name) {
    return new Path(folder.root(), name);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void comeBack() throws IOException {
    var committed = folder.write(path("a/file"), bytes("one"));
    assertThat(folder.readVerified(path("a/file"), committed)).isEqualTo(bytes("one"));
    folder.write(path("a/file"), bytes("another"));
    assertThat(folder.read(path("a/file"))).isEqualTo(bytes("another"));
    assertThat(folder.names(path("a"))).containsExactly("file");
    assertThat(folder.names(path("none"))).isEmpty();
    assertThat(folder.isOccupied()).isTrue();
    folder.remove(path("a"));
    assertThat(folder.exists(path("a/file"))).isFalse();
  }

  private void doNotAppear() throws IOException {
    folder.write(path("kept"), bytes("before"));
    assertThatThrownBy(
            () ->
                WholeFile.place(
                    folder.files(),
                    path("kept"),
                    target -> {
                      throw new IOException("the writer dies");
                    }))
        .hasMessage("the writer dies");
    assertThat(folder.read(path("kept"))).isEqualTo(bytes("before"));
    folder.remove(path("kept"));
  }

  private void nameDamage() throws IOException {
    var committed = folder.write(path("state"), bytes("0123456789"));
    folder.write(path("state"), bytes("0123"));
    assertThatThrownBy(() -> folder.readVerified(path("state"), committed))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("state")
        .hasMessageContaining("expected 10 bytes, found 4 bytes");
    folder.write(path("state"), bytes("012345678X"));
    assertThatThrownBy(() -> folder.readVerified(path("state"), committed))
        .hasMessageContaining(committed.sha256());
    folder.remove(path("state"));
    assertThatThrownBy(() -> folder.readVerified(path("state"), committed))
        .hasMessageContaining("no file");
  }

  private void haveVersions() throws IOException {
    var file = path("sample.json");
    folder.writeJson(file, new Sample("a"));
    assertThat(new String(folder.read(file), StandardCharsets.UTF_8).lines().toList().get(1))
        .contains("\"schemaVersion\" : 3");
    assertThat(folder.readJson(file, Sample.class)).isEqualTo(new Sample("a"));
    folder.write(file, bytes("{\"name\": \"first\"}"));
    assertThat(folder.readJson(file, Sample.class)).isEqualTo(new Sample("first"));
    folder.writeJson(file, new LaterSample("b"));
    assertThatThrownBy(() -> folder.readJson(file, Sample.class))
        .isInstanceOf(UnknownSchemaException.class)
        .hasMessageContaining("has schema version 4; this Seedbed reads versions 1 to 3");
    folder.write(file, bytes("{\"name\": \"b\", \"schemaVersion\": 7}"));
    assertThatThrownBy(() -> folder.readJson(file, Sample.class))
        .hasMessageContaining("has schema version 7");
    folder.write(file, bytes("{\"name"));
    assertThatThrownBy(() -> folder.readJson(file, Sample.class))
        .isInstanceOf(DamagedFileException.class);
    assertThatThrownBy(() -> folder.writeJson(file, "no record"))
        .hasMessageContaining("has no @SchemaVersion");
    folder.remove(file);
  }

  private void haveDigests() throws IOException {
    var file = path("sample.json");
    folder.writeJson(file, new Sample("a"));
    String text = new String(folder.read(file), StandardCharsets.UTF_8);
    // What a shell computes: grep -v recordSha256 sample.json | sha256sum
    String content =
        text.lines()
            .filter(line -> !line.contains("recordSha256"))
            .collect(Collectors.joining("\n", "", "\n"));
    assertThat(text).contains("\"recordSha256\" : \"" + Sha256.of(bytes(content)) + "\"");
    for (var altered :
        List.of(
            text.replace("\"a\"", "\"b\""),
            text.replace("  ", " "),
            text.replaceFirst("(?m)^.*recordSha256.*\n", ""),
            text.replace("\"schemaVersion\" : 3", "\"schemaVersion\" : 2"),
            text + "{}")) {
      folder.write(file, bytes(altered));
      assertThatThrownBy(() -> folder.readJson(file, Sample.class))
          .as(altered)
          .isInstanceOf(DamagedFileException.class)
          .hasMessageContaining("sample.json")
          .hasMessageContaining("--resume");
    }
    folder.remove(file);
  }

  private void leases() throws IOException {
    var quick = new FolderLease.Timing(Duration.ofMillis(100), Duration.ofMillis(1500));
    try (var lease = FolderLease.take(folder, quick, note -> {})) {
      lease.check();
      assertThatThrownBy(() -> FolderLease.take(folder, quick, note -> {}))
          .isInstanceOf(FolderLease.HeldException.class);
    }
    FolderLease.take(folder, quick, note -> {}).close();
  }

  private void leaveNothing() throws IOException {
    folder.write(path("only"), bytes("x"));
    assertThat(folder.names(folder.root())).containsExactly("only");
    folder.remove(path("only"));
    assertThat(folder.isOccupied()).isFalse();
    // A process that wrote nothing else may leave its metrics.
    folder.write(path("_metrics/driver.prom"), bytes("x"));
    assertThat(folder.isOccupied()).isFalse();
    folder.remove(path("_metrics"));
  }
}
