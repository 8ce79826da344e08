package org.seedbed.task;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Named things that jars on the class path bring, each found by {@link ServiceLoader}.
 *
 * @param <T> their type
 */
public final class ClassPathCatalogue<T> {
  private final String kind;
  private final List<T> all;
  private final Function<T, String> name;

  private ClassPathCatalogue(String kind, List<T> all, Function<T, String> name) {
    this.kind = kind;
    this.all = all;
    this.name = name;
  }

  /**
   * All that services of a type bring, in the order of the class path.
   *
   * @param kind what a user calls one, such as {@code model}
   * @param service type of the services
   * @param content what one service brings
   * @param name of each
   * @throws IllegalStateException when two have the same name
   */
  public static <S, T> ClassPathCatalogue<T> of(
      String kind, Class<S> service, Function<S, Stream<T>> content, Function<T, String> name) {
    // Spark gives jars that were added to an application to its threads' class loader.
    var loader =
        Optional.ofNullable(Thread.currentThread().getContextClassLoader())
            .orElse(service.getClassLoader());
    List<T> all =
        ServiceLoader.load(service, loader).stream()
            .map(ServiceLoader.Provider::get)
            .flatMap(content)
            .toList();
    Map<String, T> named = new HashMap<>();
    for (var one : all) {
      var other = named.putIfAbsent(name.apply(one), one);
      if (other != null) {
        throw new IllegalStateException(
            "Two of kind '%s' are called '%s': %s and %s. Take one of their jars off the class path."
                .formatted(kind, name.apply(one), other.getClass(), one.getClass()));
      }
    }
    return new ClassPathCatalogue<>(kind, all, name);
  }

  /** All of them. */
  public List<T> all() {
    return all;
  }

  /**
   * The one of that name.
   *
   * @throws UnknownNameException when there is none; its message lists what there is
   */
  public T named(String wanted) {
    return all.stream()
        .filter(one -> name.apply(one).equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new UnknownNameException(
                    kind, wanted, all.stream().map(name).collect(Collectors.toList())));
  }
}
