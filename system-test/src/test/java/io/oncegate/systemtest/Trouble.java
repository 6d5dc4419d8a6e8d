package io.oncegate.systemtest;

import io.oncegate.systemtest.Fleet.Member;
import java.util.Collections;
import java.util.Locale;

/** What can go wrong for a while, by itself and under load. */
enum Trouble {
    GATEWAY_KILLED {
        @Override
        Repair strike(Fleet fleet, Member member) {
            member.kill();
            return member::restart;
        }
    },
    GATEWAY_FROZEN {
        @Override
        Repair strike(Fleet fleet, Member member) {
            member.pause();
            return member::resume;
        }
    },
    GATEWAY_CUT_FROM_REDIS {
        @Override
        Repair strike(Fleet fleet, Member member) {
            member.toRedis().shut();
            return () -> member.toRedis().open(fleet.redis().port());
        }
    },
    CLIENTS_CUT_OFF {
        @Override
        Repair strike(Fleet fleet, Member member) {
            member.entrance().cut();
            return NOTHING;
        }
    },
    SERVICE_KILLED {
        @Override
        Repair strike(Fleet fleet, Member member) {
            fleet.killService();
            return fleet::replaceService;
        }
    },
    SERVICE_FROZEN {
        @Override
        Repair strike(Fleet fleet, Member member) {
            fleet.pauseService();
            return fleet::resumeService;
        }
    },
    SERVICE_CUT_OFF {
        @Override
        Repair strike(Fleet fleet, Member member) {
            fleet.toService().cut();
            return NOTHING;
        }
    },
    ANSWERS_HELD_UP {
        @Override
        Repair strike(Fleet fleet, Member member) {
            Hold hold = fleet.toService()
                    .hold(Gate.Side.REPLIES, Collections.nCopies(HELD, request -> request.contains("POST ")));
            return hold::release;
        }
    },
    REDIS_KILLED {
        @Override
        Repair strike(Fleet fleet, Member member) {
            fleet.killRedis();
            return fleet.redis()::restart;
        }
    },
    REDIS_FROZEN {
        @Override
        Repair strike(Fleet fleet, Member member) {
            fleet.redis().pause();
            return fleet.redis()::resume;
        }
    },
    REDIS_FLUSHED {
        @Override
        Repair strike(Fleet fleet, Member member) {
            fleet.redis().command("FLUSHALL");
            return NOTHING;
        }
    };

    private static final int HELD = 8;
    private static final Repair NOTHING = () -> {};

    /** What ends it. */
    interface Repair {
        void run();
    }

    /** Begins it. */
    abstract Repair strike(Fleet fleet, Member member);

    boolean losesData() {
        return this == REDIS_FLUSHED;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
