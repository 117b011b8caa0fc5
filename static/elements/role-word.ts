import { t } from "../words/words";

/** What a role is called; of a role that this page does not know, nothing is said. */
export function roleWord(role: string): string {
  switch (role) {
    case "pupil": return t("Pupil");
    case "guardian": return t("Guardian");
    case "contact": return t("Contact adult");
    case "mentor": return t("Mentor");
    case "teacher": return t("Teacher");
    case "observer": return t("Special educator");
    case "principal": return t("Principal");
    case "admin": return t("School administrator");
    case "guest": return t("Guest");
    default: return "";
  }
}
