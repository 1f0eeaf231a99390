package dev.pontoon.engine.firewall.iptables;

/** One line of a restore script, or one iptables command. */
sealed interface Edit {
  Table table();

  /** The line below its table. */
  String line();

  /** Makes a chain, or empties it. */
  record Declare(Table table, String chain) implements Edit {
    @Override
    public String line() {
      return ":" + chain + " - [0:0]";
    }
  }

  /** Adds a rule after all others of its chain. */
  record Append(Rule rule) implements Edit {
    @Override
    public Table table() {
      return rule.table();
    }

    @Override
    public String line() {
      return "-A " + rule.chain() + " " + rule.specification();
    }
  }

  /**
   * Adds a rule before others.
   *
   * @param position 1 is before all
   */
  record Insert(Rule rule, int position) implements Edit {
    @Override
    public Table table() {
      return rule.table();
    }

    @Override
    public String line() {
      return "-I " + rule.chain() + " " + position + " " + rule.specification();
    }
  }

  /** Takes the first rule of a chain that reads like this one. */
  record Delete(Rule rule) implements Edit {
    @Override
    public Table table() {
      return rule.table();
    }

    @Override
    public String line() {
      return "-D " + rule.chain() + " " + rule.specification();
    }
  }

  /** Takes an empty chain that no rule jumps to. */
  record DeleteChain(Table table, String chain) implements Edit {
    @Override
    public String line() {
      return "-X " + chain;
    }
  }
}
