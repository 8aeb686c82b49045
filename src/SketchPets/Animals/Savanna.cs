using SketchPets.Raster;
using SketchPets.Scene;

namespace SketchPets.Animals;

/// <summary>Animals of warm countries.</summary>
static class Savanna
{
    public static Figure Elephant(Dice dice, Dice pose)
    {
        Head head = new()
        {
            Wide = 0.9,
            Tall = 1,
            Muzzle = Templates.Muzzle(dice, 0.1, 0.4) with { Pads = 0, Nose = NoseKind.Slits, NoseSize = 0.02, Mouth = 0.3, Low = 0.5 },
            Eye = Templates.Eye(dice, 0.12, 0.65),
            Ear = new() { Place = 1.1, Rise = dice.Between(1.3, 1.6), Fold = dice.Between(0.2, 0.5), Length = dice.Shake(1.1),
                Widths = [0.55, 0.85, 0.8, 0.5], Forward = -0.2, Open = false },
            Front = Crowns.Trunk(dice.Between(0.7, 1.3), dice.Around(0, 0.8), dice.Chance(0.6) ? dice.Between(0.2, 0.7) : 0),
        };
        Body body = Templates.Body(dice, 0.37, 0.85) with { LegThick = 0.13, Paw = 0.13, Neck = 0.5, NeckThick = 0.25, Skull = 0.3,
            Tail = 0.45, TailThick = 0.03, TailTip = 0.03, TailRise = -60, TailBend = -10 };
        return Templates.Animal(head, body, pose, grazer: true);
    }

    public static Figure Giraffe(Dice dice, Dice pose)
    {
        Head head = new()
        {
            Wide = 0.72,
            Muzzle = Templates.Muzzle(dice, 0.95, 0.4) with { Droop = 0.4, Taper = 0.78, Nose = NoseKind.Slits, NoseSize = 0.14, Pads = 0 },
            Eye = Templates.Eye(dice, 0.19, 0.75),
            Ear = Templates.Leaf(dice, 0.7, 1.35),
            Crown = Crowns.Ossicones,
        };
        Body body = Templates.Body(dice, 0.26, 1.15) with { Hooves = true, LegThick = 0.055, Paw = 0.07, Neck = dice.Shake(1.3),
            NeckThick = 0.12, NeckRise = dice.Between(58, 74), Skull = 0.19, Tail = 0.5, TailThick = 0.025, TailTip = 0.04, TailRise = -60,
            TailBend = -10 };
        return Templates.Animal(head, body, pose, grazer: true);
    }

    public static Figure Hippo(Dice dice, Dice pose)
    {
        Head head = new()
        {
            Wide = 0.82,
            Tall = 0.8,
            Muzzle = Templates.Muzzle(dice, 0.8, 0.62) with { Droop = 0.35, Taper = 1.12, Tall = 0.72, Low = 0.4, Pads = 0,
                Nose = NoseKind.Slits, NoseSize = 0.3, Mouth = 0.55, Teeth = dice.Chance(0.6) },
            Eye = Templates.Eye(dice, 0.15, 0.5) with { High = 0.5 },
            Ear = Templates.Round(dice, 0.22, 0.7),
        };
        Body body = Templates.Body(dice, 0.4, 0.68) with { LegThick = 0.12, Paw = 0.12, Neck = 0.5, NeckThick = 0.3, NeckRise = 20,
            Skull = 0.28, Tail = 0.2, TailThick = 0.04, TailTip = 0.02 };
        return Templates.Animal(head, body, pose, grazer: true);
    }

    public static Figure Camel(Dice dice, Dice pose)
    {
        Head head = new()
        {
            Wide = 0.72,
            Tall = 0.8,
            Muzzle = Templates.Muzzle(dice, 0.85, 0.42) with { Droop = 0.25, Taper = 0.9, Nose = NoseKind.Slits, NoseSize = 0.15,
                Pads = 0.45, Mouth = 0.35 },
            Eye = Templates.Eye(dice, 0.18, 0.7) with { Open = 0.6 },
            Ear = Templates.Round(dice, 0.2, 0.6),
            Front = Crowns.Tuft(0.4),
        };
        Body body = Templates.Body(dice, 0.28, 1.02) with { LegThick = 0.06, Paw = 0.1, Neck = 0.85, NeckThick = 0.13,
            NeckRise = dice.Between(45, 60), Skull = 0.21, Tail = 0.4, TailThick = 0.03, TailTip = 0.03, TailRise = -60, TailBend = -10,
            Humps = dice.Chance(0.5) ? 1 : 2 };
        return Templates.Animal(head, body, pose, grazer: true);
    }

    public static Figure Monkey(Dice dice, Dice pose)
    {
        Head head = new()
        {
            Wide = dice.Shake(0.98, 0.05),
            Fur = 0.05,
            Muzzle = Templates.Muzzle(dice, 0.22, 0.58) with { Tall = 0.7, Low = 0.42, Taper = 0.9, Pads = 0, Nose = NoseKind.Slits,
                NoseSize = 0.1, Mouth = 0.4 },
            Eye = Templates.Eye(dice, 0.16, 0.3),
            Ear = Templates.Round(dice, 0.36, 1.5) with { Rise = 1.57 },
            Front = null,
        };
        Body body = Templates.Body(dice, 0.23, 0.7) with { LegThick = 0.07, Skull = 0.29, Neck = 0.38, Tail = 1.35, TailThick = 0.035,
            TailTip = 0.035, TailRise = 40, TailBend = dice.Between(140, 280) };
        return Templates.Animal(head, body, pose);
    }

    public static Figure Koala(Dice dice, Dice pose)
    {
        Head head = new()
        {
            Wide = dice.Shake(1.08, 0.05),
            Cheeks = 0.08,
            Muzzle = Templates.Muzzle(dice, 0.1, 0.34) with { Tall = 0.9, Low = 0.3, Nose = NoseKind.Oval, NoseSize = dice.Shake(0.26),
                Pads = 0.4, Mouth = 0.2 },
            Eye = Templates.Eye(dice, 0.13, 0.5),
            Ear = Templates.Round(dice, 0.56, 1.1),
            Fur = 0.06,
        };
        Body body = Templates.Body(dice, 0.3, 0.5) with { LegThick = 0.1, Paw = 0.11, Skull = 0.33, Neck = 0.36, Tail = 0.05, Fur = 0.03 };
        return Templates.Animal(head, body, pose);
    }

    public static Figure Kangaroo(Dice dice, Dice pose)
    {
        Head head = new()
        {
            Wide = dice.Shake(0.8, 0.05),
            Muzzle = Templates.Muzzle(dice, 0.8, 0.4) with { Taper = 0.68, Droop = 0.25, Nose = NoseKind.Oval, NoseSize = 0.17 },
            Eye = Templates.Eye(dice, 0.17, 0.6),
            Ear = new() { Place = 0.5, Rise = dice.Between(0.2, 0.6), Length = dice.Shake(1.1), Widths = [0.15, 0.28, 0.22, 0],
                Forward = 0 },
        };
        Body body = Templates.Body(dice, 0.2, 0.8) with { Hip = 0.34, Belly = 0.28, LegThick = 0.06, Neck = 0.45, NeckThick = 0.14,
            Skull = 0.23, Tail = 1.2, TailThick = 0.12, TailTip = 0.03, TailRise = -20, TailBend = 30 };
        return Templates.Animal(head, body, pose);
    }
}
