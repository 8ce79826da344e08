package org.seedbed.model.population;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The parameters of a model in the order in which one seed's row {@code [P]} holds them.
 *
 * @param parameters all parameters, with distinct names
 */
public record ParameterLayout(List<Parameter> parameters) {
  public ParameterLayout {
    parameters = List.copyOf(parameters);
    var names = parameters.stream().map(Parameter::name).toList();
    if (names.size() != names.stream().distinct().count()) {
      throw new IllegalArgumentException("parameter names repeat: " + names);
    }
  }

  /** P: number of values that one seed has. */
  public int size() {
    return parameters.stream().mapToInt(Parameter::size).sum();
  }

  /** Where in the row the parameter of that name starts. */
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

  /** The parameter of that name. */
  public Parameter parameter(String name) {
    return parameters.stream()
        .filter(parameter -> parameter.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no parameter '" + name + "'"));
  }
}
