import java.io.File;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;

/**
 * Has veraPDF validate files: FLAVOUR PROFILE FILE, as often as wanted; prints file, flavour and the rules that fail, a line for each file.
 * The library reads its profiles with JAXB, which Java no longer has; they are plain enough to be read here.
 */
public class Verify {
    public static void main(String[] given) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (int i = 0; i < given.length; i += 3) {
            PDFAFlavour flavour = PDFAFlavour.fromString(given[i]);
            Set<String> failed = new TreeSet<>();
            try (var parser = Foundries.defaultInstance().createParser(new File(given[i + 2]), flavour);
                 var validator = Foundries.defaultInstance().createValidator(profile(flavour, given[i + 1]), -1, false, false, false)) {
                for (TestAssertion each : validator.validate(parser).getTestAssertions()) {
                    if (each.getStatus() == TestAssertion.Status.FAILED) {
                        failed.add(each.getRuleId().getClause() + "-" + each.getRuleId().getTestNumber());
                    }
                }
            }
            System.out.println(given[i + 2] + "\t" + given[i] + "\t" + String.join(" ", failed));
        }
    }

    private static ValidationProfile profile(PDFAFlavour flavour, String name) throws Exception {
        try (var in = PDFAFlavour.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + name + ".xml")) {
            Element root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in).getDocumentElement();
            Set<Rule> rules = new HashSet<>();
            for (Element rule : all(root, "rule")) {
                Element id = all(rule, "id").get(0);
                rules.add(Profiles.ruleFromValues(
                    Profiles.ruleIdFromValues(flavour.getPart(), id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber"))),
                    rule.getAttribute("object"), "true".equals(rule.getAttribute("deferred")), rule.getAttribute("tags"),
                    text(rule, "description"), text(rule, "test"), Profiles.errorFromValues(text(rule, "message"), List.of()), List.of()));
            }
            Set<Variable> variables = new HashSet<>();
            for (Element each : all(root, "variable")) {
                variables.add(Profiles.variableFromValues(
                    each.getAttribute("name"), each.getAttribute("object"), text(each, "defaultValue"), text(each, "value")));
            }
            return Profiles.profileFromValues(flavour, Profiles.profileDetailsFromValues(name, name, "", new Date(0)), "", rules, variables);
        }
    }

    private static List<Element> all(Element parent, String name) {
        var found = parent.getElementsByTagName(name);
        List<Element> list = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            list.add((Element) found.item(i));
        }
        return list;
    }

    private static String text(Element parent, String name) {
        return all(parent, name).get(0).getTextContent();
    }
}
