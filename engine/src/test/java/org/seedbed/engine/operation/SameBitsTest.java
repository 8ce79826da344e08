package org.seedbed.engine.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.seedbed.engine.kernel.Lanes;

/** The same results in JVMs with other vectors, or none. */
class SameBitsTest {
  private static List<String> digest(String... options) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Arrays.asList(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Digests.class.getName()));
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    var lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    assertThat(process.waitFor()).as("exit code of %s", command).isZero();
    return lines;
  }

  @Test
  void vectorsOfAnyLengthAndPlainLoopsReturnTheSameBits() throws Exception {
    var widest = digest(Lanes.FLAG);
    var loops = digest();
    var compiledOnly = digest(Lanes.FLAG, "-Xcomp", "-XX:TieredStopAtLevel=1");
    assertThat(loops.get(0)).isEqualTo("plain loops");
    assertThat(widest.get(0)).startsWith("vectors of ");
    assertThat(loops.get(1)).isEqualTo(widest.get(1)).hasSize(64);
    assertThat(compiledOnly.get(1)).isEqualTo(widest.get(1));
    if (System.getProperty("os.arch").equals("amd64")) {
      var avx2 = digest(Lanes.FLAG, "-XX:UseAVX=2");
      assertThat(avx2.get(0)).isEqualTo("vectors of 8 lanes");
      assertThat(avx2.get(1)).isEqualTo(widest.get(1));
    }
  }
}
