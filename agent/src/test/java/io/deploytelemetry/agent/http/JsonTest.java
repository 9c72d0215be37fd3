package io.deploytelemetry.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {

  @Test
  void valuesAreWrittenAsTheyAreAndTextIsEscaped() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("text", "a\"b\\c\nd\u2028\ud83d\ude00é");
    object.put("list", Arrays.asList(1, true, null));
    object.put("none", Collections.emptyMap());

    assertThat(Json.of(object))
        .isEqualTo(
            "{\"text\":\"a\\\"b\\\\c\\u000ad\\u2028\\ud83d\\ude00é\",\"list\":[1,true,null],\"none\":{}}");
  }
}
