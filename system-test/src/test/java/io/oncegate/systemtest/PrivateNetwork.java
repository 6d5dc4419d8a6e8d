package io.oncegate.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * A network of namespaces around a bridge, which is in a namespace too, so that no rule of this machine's holds there. Each
 * site is a namespace with one address; a veth pair leads from here to the bridge. It is gone with its namespaces.
 */
final class PrivateNetwork implements Ground {

    /** What it takes. */
    static final String NEEDS = "root, and `ip netns` (iproute2) with bridges and veth pairs";

    private static final AtomicInteger OPENED = new AtomicInteger();
    private static final int SUBNETS = 250;
    private static final int FIRST_HOST = 10;

    private final String name = "oncegate-" + ProcessHandle.current().pid() + "-" + OPENED.incrementAndGet();
    private final String hub = name + "-hub";
    private final String ours = "og" + ProcessHandle.current().pid() % 10_000_000 + "x" + OPENED.get();
    private final String subnet;
    private final List<String> namespaces = new ArrayList<>();
    private int sites;

    private PrivateNetwork(String subnet) {
        this.subnet = subnet;
    }

    /** Makes one; empty where the machine does not let us. */
    static Optional<PrivateNetwork> open() {
        try {
            PrivateNetwork network = new PrivateNetwork(freeSubnet());
            Runtime.getRuntime().addShutdownHook(new Thread(network::close));
            try {
                network.build();
                return Optional.of(network);
            } catch (IllegalStateException e) {
                network.close();
                return Optional.empty();
            }
        } catch (UncheckedIOException e) {
            // there is no such program
            return Optional.empty();
        }
    }

    private void build() {
        add(hub);
        ip("-n", hub, "link", "add", "name", "hub", "type", "bridge");
        ip("-n", hub, "link", "set", "hub", "up");
        ip("link", "add", "name", ours, "type", "veth", "peer", "name", "ours", "netns", hub);
        ip("-n", hub, "link", "set", "ours", "master", "hub", "up");
        ip("addr", "add", here() + "/24", "dev", ours);
        ip("link", "set", ours, "up");
    }

    private void add(String namespace) {
        ip("netns", "add", namespace);
        namespaces.add(namespace);
        ip("-n", namespace, "link", "set", "lo", "up");
    }

    @Override
    public synchronized Site site() {
        int number = FIRST_HOST + sites++;
        Site site =
                new Site(subnet + "." + number, List.of("nsenter", "--net=/run/netns/" + name + "-" + number, "--"));
        String home = home(site);
        add(home);
        ip("-n", hub, "link", "add", "name", port(site), "type", "veth", "peer", "name", "eth0", "netns", home);
        ip("-n", hub, "link", "set", port(site), "master", "hub", "up");
        ip("-n", home, "addr", "add", site.host() + "/24", "dev", "eth0");
        ip("-n", home, "link", "set", "eth0", "up");
        return site;
    }

    /** Its namespace. */
    private String home(Site site) {
        return name + "-" + number(site);
    }

    /** Where it is plugged in. */
    private static String port(Site site) {
        return "port" + number(site);
    }

    private static String number(Site site) {
        return site.host().substring(site.host().lastIndexOf('.') + 1);
    }

    @Override
    public String here() {
        return subnet + ".1";
    }

    @Override
    public boolean isDivisible() {
        return true;
    }

    @Override
    public synchronized Held isolate(Site site) {
        ip("-n", hub, "link", "set", port(site), "down");
        return () -> ip("-n", hub, "link", "set", port(site), "up");
    }

    @Override
    public Held silence(List<Site> from, List<Site> to) {
        from.forEach(site -> route("add", site, to));
        return () -> from.forEach(site -> route("del", site, to));
    }

    private synchronized void route(String change, Site site, List<Site> to) {
        to.forEach(other -> ip("-n", home(site), "route", change, "blackhole", other.host() + "/32"));
    }

    /** One that no interface of this machine is in. */
    private static String freeSubnet() {
        int start = (int) (ProcessHandle.current().pid() % SUBNETS);
        return IntStream.range(0, SUBNETS)
                .mapToObj(i -> "10.213." + (1 + (start + i) % SUBNETS))
                .filter(subnet -> addresses().stream().noneMatch(it -> it.startsWith(subnet + ".")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no subnet is free"));
    }

    private static List<String> addresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .map(InetAddress::getHostAddress)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void ip(String... words) {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(words));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Whatever still runs in its namespaces goes on, without a network. */
    @Override
    public synchronized void close() {
        for (String namespace : namespaces) {
            try {
                ip("netns", "del", namespace);
            } catch (IllegalStateException e) {
                // the others are to go, too
            }
        }
        namespaces.clear();
    }

    @Override
    public String kind() {
        return "network namespaces";
    }

    @Override
    public String toString() {
        return "network namespaces on " + subnet + ".0/24";
    }
}
