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
 * Catalogue of named items that jars on the class path provide through {@link ServiceLoader}.
 *
 * @param <T> type of the items
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
   * Loads the items of all services of a type, in class path order.
   *
   * @param kind what users call an item, such as {@code model}
   * @param service type of the services
   * @param content returns the items of a service
   * @param name returns the name of an item
   * @throws IllegalStateException if two items have the same name
   */
  public static <S, T> ClassPathCatalogue<T> of(
      String kind, Class<S> service, Function<S, Stream<T>> content, Function<T, String> name) {
    // Spark adds an application's jars to the context class loader of its threads.
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
            "Two items of kind '%s' are named '%s': %s and %s. Remove one of their jars from the class path."
                .formatted(kind, name.apply(one), other.getClass(), one.getClass()));
      }
    }
    return new ClassPathCatalogue<>(kind, all, name);
  }

  /** Returns all items. */
  public List<T> all() {
    return all;
  }

  /**
   * Returns the item of that name.
   *
   * @throws UnknownNameException if there is none; the message lists the known names
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
