package io.oncegate.web;

import static io.oncegate.web.Gateway.newKey;
import static io.oncegate.web.TroubledGateway.REJECT;

import org.junit.jupiter.api.Test;

/** A Redis whose connections stay open and that answers nothing. */
class FrozenRedisTest {

    @Test
    void aFrozenRedisIsGivenUpOnAtTheDeadlineAndFoundAgainWhenItGoesOn() {
        try (TroubledGateway troubled = new TroubledGateway("oncegate.store-timeout=1s");
                RedisControl redis = troubled.redis()) {
            // on a busy machine the first claim ever may miss so short a deadline
            troubled.assertRecovers();
            String kept = newKey();
            troubled.assertProtected(REJECT, kept);
            redis.whileFrozen(troubled::assertNothingCanBeClaimed);
            troubled.assertRecovers();
            troubled.assertReplayed(REJECT, kept);
        }
    }
}
