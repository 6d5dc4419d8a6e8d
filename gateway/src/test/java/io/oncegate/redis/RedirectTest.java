package io.oncegate.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisCommandExecutionException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Where nodes of a cluster point to. */
class RedirectTest {

    @Test
    void aSlotThatHasMovedIsElsewhereForGood() {
        assertThat(Redirect.of(new RedisCommandExecutionException("MOVED 3999 127.0.0.1:6381")))
                .contains(new Redirect("127.0.0.1", 6381, false));
    }

    @Test
    void aSlotThatIsMovingHasToBeAskedFor() {
        assertThat(Redirect.of(new CompletionException(new RedisCommandExecutionException("ASK 3999 fd00::7:6381"))))
                .contains(new Redirect("fd00::7", 6381, true));
    }

    @Test
    void otherFailuresPointNowhere() {
        assertThat(Redirect.of(new RedisCommandExecutionException("CLUSTERDOWN Hash slot not served")))
                .isEmpty();
        assertThat(Redirect.of(new RedisCommandExecutionException("MOVED somewhere")))
                .isEmpty();
        assertThat(Redirect.of(new IllegalStateException("MOVED 3999 127.0.0.1:6381")))
                .isEmpty();
    }
}
