package org.seedbed.model.population;

import java.util.List;
import java.util.stream.Collectors;
import org.seedbed.task.Bounds;

/**
 * The parameters of a model, in their order in a seed's flat vector {@code [P]}.
 *
 * @param parameters all parameters, with distinct names
 */
public record ParameterLayout(List<Parameter> parameters) {
  /** Largest number of values per seed. A population's values must be addressable. */
  private static final long LARGEST = 1 << 27;

  public ParameterLayout {
    parameters = List.copyOf(parameters);
    var names = parameters.stream().map(Parameter::name).toList();
    if (names.size() != names.stream().distinct().count()) {
      throw new IllegalArgumentException("parameter names repeat: " + names);
    }
    long size = parameters.stream().mapToLong(Parameter::size).sum();
    Bounds.check("the model's number of parameters per seed", size, 1, LARGEST);
  }

  /** P: number of values per seed. */
  public int size() {
    return parameters.stream().mapToInt(Parameter::size).sum();
  }

  /** Returns the offset of the named parameter in the flat vector. */
  public int offset(String name) {
    int offset = 0;
    for (var parameter : parameters) {
      if (parameter.name().equals(name)) {
        return offset;
      }
      offset += parameter.size();
    }
    throw new IllegalArgumentException(
        "no parameter '"
            + name
            + "' among "
            + parameters.stream().map(Parameter::name).collect(Collectors.joining(", ")));
  }

  /** Returns the named parameter. */
  public Parameter parameter(String name) {
    return parameters.stream()
        .filter(parameter -> parameter.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no parameter '" + name + "'"));
  }
}
