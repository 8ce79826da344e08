package org.seedbed.restart.pruning;

import java.util.List;

/** Everyone goes on. */
public record NoPruning() implements Pruning {
  @Override
  public List<Long> survivors(List<Standing> standings) {
    return standings.stream().map(Standing::seed).toList();
  }
}
