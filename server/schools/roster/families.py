"""The people of the demo school. None of them exists.

A pupil, then those at home: `+` joins guardians of one home, `/` parts guardians of two. A guardian who stands with several
pupils is one and the same person, with the home of the first of them: that is how siblings and half-siblings come about.
"""

from __future__ import annotations

FAMILIES: dict[str, tuple[str, ...]] = {
    "1A": (
        "Yusuf Al-Haddad: Amina Al-Haddad + Samir Al-Haddad",
        "Alma Andersson: Karin Andersson + Johan Andersson",
        "Ebba Bergström: Sofia Bergström / Mattias Holm",
        "Leo Dahl: Anna Dahl + Erik Dahl",
        "Amira Darwish: Rania Darwish + Khaled Darwish",
        "Vera Ekström: Linda Ekström",
        "Elias Forsberg: Maria Forsberg + Anders Forsberg",
        "Lucía García Rojas: Carmen García Rojas + Pablo García Rojas",
        "Hugo Gustafsson: Jenny Gustafsson / Oskar Nylund",
        "Hodan Hassan: Fadumo Hassan",
        "Wilma Karlsson: Eva Karlsson + Lars Karlsson",
        "Aino Korhonen: Päivi Korhonen + Mikko Korhonen",
        "Sam Lindqvist: Ulrika Lindqvist + Frida Lindqvist",
        "Arvid Lund: Hanna Lund / Simon Vikander",
        "Minh Nguyen: Lan Nguyen + Tuan Nguyen",
        "Zofia Nowak: Agnieszka Nowak + Piotr Nowak",
        "Tage Sandberg: Emma Sandberg",
        "Iris Svensson: Camilla Svensson / Henrik Ask",
        "Bilal Warsame: Sahra Warsame + Abdirahman Warsame",
        "Elif Yılmaz: Ayşe Yılmaz",  # noqa: RUF001  # a Turkish name is written so
    ),
    "4B": (
        "Hamza Abdi: Ifrah Abdi + Mahad Abdi",
        "Nils Andersson: Karin Andersson + Johan Andersson",
        "Saga Axelsson: Therese Axelsson / Magnus Torell",
        "Viggo Björk: Malin Björk + Fredrik Björk",
        "Omar Darwish: Rania Darwish + Khaled Darwish",
        "Freja Eriksson: Åsa Eriksson",
        "Måns Fransson: Petra Fransson + Daniel Fransson",
        "Lejla Hadžić: Amra Hadžić + Edin Hadžić",
        "Tuva Håkansson: Elin Håkansson / Jonas Rydberg",
        "Layla Khalil: Huda Khalil / Tarek Saleh",
        "Melvin Larsson: Cecilia Larsson + Patrik Larsson",
        "Ines Lindqvist: Ulrika Lindqvist + Frida Lindqvist",
        "Eino Mäkinen: Tiina Mäkinen",
        "Tova Nyberg: Lena Nyberg",
        "Chidi Okafor: Ngozi Okafor + Emeka Okafor",
        "Alice Persson: Marie Persson + Göran Persson",
        "Love Sjöberg: Ida Sjöberg + Niklas Sjöberg",
        "Selam Tesfaye: Almaz Tesfaye + Dawit Tesfaye",
        "Ludvig Wallin: Susanne Wallin / Peter Hallberg",
        "Maja Öberg: Anneli Öberg",
    ),
    "8C": (
        "Parisa Ahmadi: Nasrin Ahmadi + Reza Ahmadi",
        "Malte Bergström: Sofia Bergström / Mattias Holm",
        "Tilde Blom: Katarina Blom + Stefan Blom",
        "Mei Chen: Li Chen + Wei Chen",
        "Axel Engström: Monica Engström / Ulf Brandt",
        "Nova Friberg: Pernilla Friberg",
        "Isak Hermansson: Åsa Hermansson + Tomas Hermansson",
        "Stina Isaksson: Birgitta Isaksson + Leif Isaksson",
        "Theo Jönsson: Annika Jönsson / Rickard Falk",
        "Bence Kovács: Eszter Kovács + Gábor Kovács",
        "Elle Labba: Risten Labba + Nils-Ante Labba",
        "Kim Lindqvist: Ulrika Lindqvist + Frida Lindqvist",
        "Sixten Malm: Charlotte Malm",
        "Nour Nasser: Salma Nasser + Ibrahim Nasser",
        "Liam O'Brien: Sinéad O'Brien + Patrick O'Brien",
        "Milica Petrović: Jelena Petrović",
        "Dara Rostami: Shirin Rostami + Kaveh Rostami",
        "Oleksandr Shevchenko: Olena Shevchenko",
        "Alva Strand: Helena Strand / Erik Dahl",
        "Signe Åkesson: Gunilla Åkesson + Bo Åkesson",
    ),
}

BORN = {"1A": 2019, "4B": 2016, "8C": 2012}

PROTECTED = "Tova Nyberg"
"""The pupil with protected identity."""

STAFF: dict[str, tuple[str, str]] = {
    "rektor": ("Ingrid Lindahl", "principal"),
    "admin": ("Fatima Rahimi", "siteAdministrator"),
    "huvudman": ("Karin Engström", "districtAdministrator"),
    "specialpedagog": ("Björn Wikström", "counselor"),
    "mentor.1a": ("Lotta Holmgren", "teacher"),
    "mentor.4b": ("Kerstin Nordin", "teacher"),
    "mentor.8c": ("Amir Jalali", "teacher"),
    "larare.matematik": ("Johanna Ek", "teacher"),
    "larare.engelska": ("David Collins", "teacher"),
    "larare.no": ("Sara Mansour", "teacher"),
    "larare.idrott": ("Petra Fransson", "teacher"),
}
"""By user name: who, and as what. The teacher of sports is at home a guardian in 4B."""

SUBJECTS = {"SV": "Svenska", "MA": "Matematik", "EN": "Engelska", "NO": "NO", "IDH": "Idrott och hälsa"}

TEACHING: dict[str, dict[str, str]] = {
    "1A": {"SV": "mentor.1a", "MA": "mentor.1a", "IDH": "larare.idrott"},
    "4B": {"SV": "mentor.4b", "MA": "larare.matematik", "EN": "larare.engelska", "NO": "larare.no"},
    "8C": {"SV": "mentor.8c", "MA": "larare.matematik", "EN": "larare.engelska", "NO": "larare.no"},
}
"""Who teaches which subject in which class."""
