package dev.pontoon.cli.parse;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Variables for a container: {@code NAME=value}, or {@code NAME} for the value the user has. */
public final class EnvFile {
  private EnvFile() {}

  /** The variables of some files, then those of the command line, which win by coming later. */
  public static List<String> all(
      List<String> files, List<String> given, UnaryOperator<@Nullable String> environment) {
    List<String> all = new ArrayList<>();
    files.forEach(file -> all.addAll(read(Path.of(file), environment)));
    given.forEach(variable -> one(variable, environment, all));
    return all;
  }

  private static List<String> read(Path file, UnaryOperator<@Nullable String> environment) {
    List<String> variables = new ArrayList<>();
    for (String line : lines(file)) {
      String stripped = line.stripLeading();
      if (stripped.isEmpty() || stripped.startsWith("#")) {
        continue;
      }
      int equals = stripped.indexOf('=');
      String name = equals < 0 ? stripped : stripped.substring(0, equals);
      if (name.chars().anyMatch(Character::isWhitespace)) {
        throw new IllegalArgumentException("variable '" + name + "' contains whitespaces");
      }
      if (name.isEmpty()) {
        throw new IllegalArgumentException("no variable name on line '" + line + "'");
      }
      one(stripped, environment, variables);
    }
    return variables;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("open " + file + ": no such file or directory", e);
    } catch (MalformedInputException e) {
      throw new IllegalArgumentException("env file " + file + " is not UTF-8", e);
    } catch (IOException e) {
      throw new IllegalArgumentException("read " + file + ": " + e.getMessage(), e);
    }
  }

  private static void one(
      String variable, UnaryOperator<@Nullable String> environment, List<String> into) {
    if (variable.isEmpty() || variable.startsWith("=")) {
      throw new IllegalArgumentException("invalid environment variable: " + variable);
    }
    if (variable.contains("=")) {
      into.add(variable);
      return;
    }
    String value = environment.apply(variable);
    if (value != null) {
      into.add(variable + "=" + value);
    }
  }
}
