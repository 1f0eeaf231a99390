package dev.pontoon.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordsTest {
  @Test
  void quotesHoldBlanksTogether() {
    assertThat(Words.of("A=1  B=\"two words\" 'C=it is' D=a\\ b E=\"\" F='\\'"))
        .containsExactly("A=1", "B=two words", "C=it is", "D=a b", "E=", "F=\\");
    assertThat(Words.of("  ")).isEmpty();
  }
}
