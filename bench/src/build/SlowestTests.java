import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;

/** Prints the slowest tests of a build from its reports: {@code java SlowestTests.java ROOT SINCE}. */
public final class SlowestTests {
  private static final int SHOWN = 10;

  private SlowestTests() {}

  private record Test(String name, double seconds) {}

  public static void main(String[] arguments) throws Exception {
    var root = Path.of(arguments[0]);
    var tests = new ArrayList<Test>();
    for (var report : reports(root)) {
      var cases =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(report.toFile())
              .getElementsByTagName("testcase");
      for (int i = 0; i < cases.getLength(); i++) {
        var test = (Element) cases.item(i);
        String type = test.getAttribute("classname");
        tests.add(
            new Test(
                type.substring(type.lastIndexOf('.') + 1) + "." + test.getAttribute("name"),
                Double.parseDouble(test.getAttribute("time").replace(",", ""))));
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%d tests ran for %.0f s. The slowest:%n",
        tests.size(),
        tests.stream().mapToDouble(Test::seconds).sum());
    tests.stream()
        .sorted(Comparator.comparingDouble(Test::seconds).reversed())
        .limit(SHOWN)
        .forEach(test -> System.out.printf(Locale.ROOT, "  %6.1f s  %s%n", test.seconds(), test.name()));
  }

  private static List<Path> reports(Path root) throws IOException {
    try (var files = Files.walk(root, 5)) {
      return files
          .filter(file -> file.toString().matches(".*/target/(surefire|failsafe)-reports/TEST-.*\\.xml"))
          .toList();
    }
  }
}
