package io.oncegate.systemtest;

import io.oncegate.systemtest.Load.Course;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is sent, in the order in which it takes its turns. */
final class Loads {

    private static final int KEYS = 1000;
    private static final int LARGE_KEYS = 100;
    private static final int SHARING = 16;
    private static final int WAITING = 256;
    private static final int PROVING = 8;
    private static final String BASIC = "Authorization: Basic "
            + Base64.getEncoder().encodeToString("shop:secret".getBytes(StandardCharsets.US_ASCII));

    private Loads() {}

    /** Those that the gateway gets; every one is held against the last {@code bare} one before it. */
    static List<Load> of(Track track) {
        Contender gateway = track.gateway();
        List<Load> loads = new ArrayList<>();
        loads.addAll(sized(gateway, "1 KB", "1k", KEYS));
        loads.add(Load.of("mismatch, 1 KB", gateway, "/once/1k", Course.answered(KEYS))
                .mistaken());
        loads.add(Load.of("15 of 16 wait, 1 KB", gateway, "/slow/1k", Course.shared(SHARING))
                .over(WAITING));
        loads.add(Load.of("first request, caller: anonymous, 1 KB", gateway, "/anonymous/1k", Course.fresh())
                .with());
        // what a password costs must not hold up everything else
        loads.add(Load.of("bare, HTTP Basic, 1 KB", gateway, "/bare/1k", Course.fresh())
                .with(BASIC)
                .over(PROVING));
        loads.add(Load.of("first request, HTTP Basic, 1 KB", gateway, "/principal/1k", Course.fresh())
                .with(BASIC)
                .over(PROVING));
        loads.add(Load.of("replay, HTTP Basic, 1 KB", gateway, "/principal/1k", Course.answered(KEYS))
                .with(BASIC));
        loads.addAll(sized(gateway, "16 KB", "16k", KEYS));
        loads.addAll(sized(gateway, "256 KB", "256k", LARGE_KEYS));
        return loads;
    }

    /** Those that others get, as far as their programs are here. */
    static List<Load> ofOthers(Track track) {
        List<Load> loads = new ArrayList<>();
        Contender untuned = track.opened(
                        UntunedGatewayProcess.start(track.upstream().uri()))
                .contender();
        loads.add(Load.of("bare, default Spring Cloud Gateway, 1 KB", untuned, "/bare/1k", Course.fresh()));
        for (int workers = 1; workers <= 2 && Nginx.modules().isPresent(); workers++) {
            String name = "nginx with Lua, " + (workers == 1 ? "1 worker" : workers + " workers") + ", 1 KB";
            Contender lua = luaProxy(track, workers);
            loads.add(Load.of("bare, " + name, lua, "/bare/1k", Course.fresh()));
            loads.add(Load.of("first request, " + name, lua, "/once/1k", Course.fresh()));
            loads.add(Load.of("replay, " + name, lua, "/once/1k", Course.answered(KEYS)));
        }
        return loads;
    }

    private static Contender luaProxy(Track track, int workers) {
        Map<String, String> words = Map.of(
                "MODULES",
                Nginx.modules().orElseThrow().toString(),
                "WORKERS",
                Integer.toString(workers),
                "UPSTREAM",
                Integer.toString(track.upstream().port()),
                "REDIS",
                Integer.toString(track.redis().port()));
        Nginx nginx = track.opened(Nginx.start("lua-proxy.conf", words));
        return new Contender("nginx with Lua", nginx.uri(), nginx.process(), Optional.empty());
    }

    private static List<Load> sized(Contender gateway, String size, String path, int keys) {
        return List.of(
                Load.of("bare, " + size, gateway, "/bare/" + path, Course.fresh()),
                Load.of("first request, " + size, gateway, "/once/" + path, Course.fresh()),
                Load.of("replay, " + size, gateway, "/once/" + path, Course.answered(keys)));
    }
}
